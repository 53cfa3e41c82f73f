package io.polyplug.fleet;

import java.util.List;

import io.polyplug.fleet.message.Desired;
import io.polyplug.fleet.message.FleetMessage;
import io.polyplug.fleet.message.Order;
import io.polyplug.fleet.message.Served;

/**
 * What a {@link FleetNode} needs of the instance it stands for. All methods are called by
 * the thread that uses the node, and none waits.
 */
public interface FleetPort {

    /**
     * Tells all other instances something, or loses it.
     * @param message the message
     */
    void send(FleetMessage message);

    /**
     * Has an order carried out; its answer is given to the node by
     * {@link FleetNode#answered}.
     * @param order the order
     */
    void carryOut(Order order);

    /**
     * Has this instance reload a bundle if its folder holds what is desired; what came of
     * it is given to the node by {@link FleetNode#caughtUp}.
     * @param desired what is desired
     */
    void catchUp(Desired desired);

    /**
     * {@return what this instance serves}
     */
    List<Served> served();

    /**
     * Tells whether an instance is among those that a destination means.
     * @param destination the destination, as the bus has them
     * @param instance the instance's name
     * @return whether it is
     */
    boolean matches(String destination, String instance);

}
