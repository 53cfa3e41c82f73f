package io.polyplug.fleet.message;

/**
 * Something an instance tells all others.
 */
public sealed interface FleetMessage permits Presence, Order, Answer, Ending {

}
