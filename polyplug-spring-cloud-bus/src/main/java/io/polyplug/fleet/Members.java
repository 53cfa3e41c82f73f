package io.polyplug.fleet;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.polyplug.fleet.message.Presence;
import io.polyplug.fleet.message.Served;
import org.jspecify.annotations.Nullable;

/**
 * The other instances, as they made themselves known last. Used by one thread.
 */
final class Members {

    private final FleetSettings settings;

    private final Map<String, Known> known = new TreeMap<>();

    Members(FleetSettings settings) {
        this.settings = settings;
    }

    void heard(Presence presence, Instant now) {
        if (presence.leaves()) {
            this.known.remove(presence.instance());
        }
        else {
            this.known.put(presence.instance(), new Known(presence.instance(), now, presence.bundles()));
        }
    }

    /** Takes an answer for what it says about one bundle. */
    void heard(String instance, @Nullable Served served, Instant now) {
        Known before = this.known.get(instance);
        if (before != null && served != null) {
            List<Served> bundles = before.bundles()
                .stream()
                .map((each) -> each.bundle().equals(served.bundle()) ? served : each)
                .toList();
            this.known.put(instance, new Known(instance, now, bundles));
        }
    }

    void forget(Instant now) {
        this.known.values().removeIf((each) -> each.heardAt().plus(this.settings.forgetAfter()).isBefore(now));
    }

    List<Known> all() {
        return List.copyOf(this.known.values());
    }

    boolean isMissing(Known instance, Instant now) {
        return instance.heardAt().plus(this.settings.silence()).isBefore(now);
    }

    /**
     * Another instance.
     *
     * @param name its name on the bus
     * @param heardAt when it was heard of last
     * @param bundles what it served then
     */
    record Known(String name, Instant heardAt, List<Served> bundles) {

        boolean serves(String bundle) {
            return this.bundles.stream().anyMatch((each) -> each.bundle().equals(bundle));
        }

    }

}
