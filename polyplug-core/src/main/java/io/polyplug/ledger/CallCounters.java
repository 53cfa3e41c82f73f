package io.polyplug.ledger;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The calls of one runtime by bundle and contract. Thread-safe.
 * <p>
 * There is one counter for each pair that was ever published. It stays when the bundle
 * goes, and goes on when one of that name comes back.
 */
public final class CallCounters {

    private final Map<Key, CallCounter> counters = new ConcurrentHashMap<>();

    /**
     * Creates the counters of a runtime that has loaded nothing yet.
     */
    public CallCounters() {
    }

    CallCounter of(String bundleName, String contractName) {
        return this.counters.computeIfAbsent(new Key(bundleName, contractName),
                (key) -> new CallCounter(key.bundleName(), key.contractName()));
    }

    /**
     * {@return all counters of what was published, in the order of bundles and contracts}
     * They know of the calls that their cells have credited.
     */
    public List<CallCounter> all() {
        return this.counters.values()
            .stream()
            .filter(CallCounter::isPublished)
            .sorted(Comparator.comparing(CallCounter::bundleName).thenComparing(CallCounter::contractName))
            .toList();
    }

    private record Key(String bundleName, String contractName) {
    }

}
