package io.polyplug.fleet;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

import io.polyplug.fleet.message.Desired;

/**
 * What is desired, as far as this instance has heard: for each bundle and destination
 * what the highest revision says. Used by one thread.
 */
final class DesiredState {

    /** Names of instances change, and with them what commands were meant for. */
    static final int MOST = 200;

    private static final Comparator<Desired> BY_REVISION = Comparator.comparing(Desired::revision);

    private final Map<List<String>, Desired> desired = new LinkedHashMap<>();

    void merge(Collection<Desired> heard) {
        heard.forEach(this::merge);
    }

    void merge(Desired heard) {
        this.desired.merge(List.of(heard.bundle(), heard.destination()), heard,
                (known, other) -> (BY_REVISION.compare(known, other) < 0) ? other : known);
        if (this.desired.size() > MOST) {
            this.desired.values().remove(this.desired.values().stream().min(BY_REVISION).orElseThrow());
        }
    }

    /** Returns the newest of what is desired of a bundle where the destination fits. */
    Optional<Desired> of(String bundle, Predicate<String> destination) {
        return this.desired.values()
            .stream()
            .filter((each) -> each.bundle().equals(bundle) && destination.test(each.destination()))
            .max(BY_REVISION);
    }

    List<Desired> all() {
        return this.desired.values()
            .stream()
            .sorted(Comparator.comparing(Desired::bundle).thenComparing(BY_REVISION))
            .toList();
    }

    long counter() {
        return this.desired.values().stream().mapToLong((each) -> each.revision().counter()).max().orElse(0);
    }

}
