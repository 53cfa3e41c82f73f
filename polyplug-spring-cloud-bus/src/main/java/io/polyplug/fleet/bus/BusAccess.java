package io.polyplug.fleet.bus;

import io.polyplug.fleet.message.FleetMessage;

import org.springframework.cloud.bus.BusBridge;
import org.springframework.cloud.bus.ServiceMatcher;
import org.springframework.cloud.bus.event.Destination;
import org.springframework.util.PathMatcher;

/**
 * The bus, as far as a fleet uses it. Thread-safe.
 *
 * @param bridge takes what is sent
 * @param matcher knows this instance's name
 * @param paths compares destinations with names
 * @param destinations makes destinations complete
 */
record BusAccess(BusBridge bridge, ServiceMatcher matcher, PathMatcher paths, Destination.Factory destinations) {

    String instance() {
        return this.matcher.getBusId();
    }

    boolean isFromSelf(FleetRemoteApplicationEvent event) {
        return this.matcher.isFromSelf(event);
    }

    boolean matches(String destination, String instance) {
        return this.paths.match(this.destinations.getDestination(destination).getDestinationAsString(), instance);
    }

    void publish(FleetMessage message) {
        this.bridge.send(new FleetRemoteApplicationEvent(this, instance(), message));
    }

}
