package io.polyplug.fleet;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import io.polyplug.fleet.message.Ending;
import io.polyplug.fleet.message.Order;
import io.polyplug.fleet.message.Revision;

/**
 * The command that runs for each bundle, as far as this instance has heard. A command
 * whose coordinator has fallen silent is over when the time of its last wave is. Used by
 * one thread.
 */
final class RunningCommands {

    private final Map<String, Running> running = new HashMap<>();

    private long counter;

    /** Returns the command that forbids an order, if there is one. */
    Optional<Running> heard(Order order, Instant now) {
        this.counter = Math.max(this.counter, order.revision().counter());
        String bundle = order.change().bundle();
        Optional<Running> other = of(bundle, now).filter((each) -> each.revision().compareTo(order.revision()) > 0);
        if (other.isEmpty()) {
            this.running.put(bundle,
                    new Running(order.revision(), order.coordinator(), now.plusMillis(order.timeout())));
        }
        return other;
    }

    void heard(Ending ending) {
        this.counter = Math.max(this.counter, ending.revision().counter());
        Running present = this.running.get(ending.bundle());
        if (present != null && present.revision().equals(ending.revision())) {
            this.running.remove(ending.bundle());
        }
    }

    Optional<Running> of(String bundle, Instant now) {
        return Optional.ofNullable(this.running.get(bundle)).filter((each) -> !each.until().isBefore(now));
    }

    long counter() {
        return this.counter;
    }

    /**
     * A command that runs.
     *
     * @param revision its place among all commands
     * @param coordinator the instance that drives it
     * @param until when it is over at the latest, if nothing more is heard of it
     */
    record Running(Revision revision, String coordinator, Instant until) {
    }

}
