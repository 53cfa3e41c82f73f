package io.polyplug.fleet.message;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * One wave of a command. All instances hear it, and those named carry it out.
 *
 * @param revision the command's place among all commands, with its id
 * @param coordinator the instance that drives the command
 * @param principal who asked for it, if that is known
 * @param change what is to be done
 * @param instances who is to do it
 * @param sentAt when it was sent, in milliseconds since 1970 by the coordinator's clock
 * @param timeout for how long it may be begun, and the coordinator waits, in milliseconds
 */
public record Order(Revision revision, String coordinator, @Nullable String principal, Change change,
        List<String> instances, long sentAt, long timeout) implements FleetMessage {

    /**
     * Creates an order with a copy of the names.
     */
    public Order {
        instances = List.copyOf(instances);
    }

}
