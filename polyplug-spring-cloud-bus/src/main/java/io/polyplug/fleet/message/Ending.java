package io.polyplug.fleet.message;

import org.jspecify.annotations.Nullable;

/**
 * The end of a command, told by its coordinator.
 *
 * @param revision the command's place among all commands, with its id
 * @param bundle the bundle's name
 * @param desired what is to be served from now on, if the command succeeded and replaced
 * a build
 */
public record Ending(Revision revision, String bundle, @Nullable Desired desired) implements FleetMessage {
}
