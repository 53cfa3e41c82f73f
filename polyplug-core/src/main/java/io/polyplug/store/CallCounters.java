package io.polyplug.store;

import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToLongFunction;

import io.polyplug.epoch.Counter;
import io.polyplug.epoch.Pins;

/**
 * The calls of one runtime, counted by bundle and contract. Thread-safe.
 * <p>
 * There is one counter for each pair that was ever loaded. It stays when the bundle goes,
 * and goes on when one of that name comes back.
 */
public final class CallCounters {

    private final Pins<?> pins;

    private final ToLongFunction<ByteBuffer> addressOf;

    private final Map<Key, CallCounter> counters = new ConcurrentHashMap<>();

    /**
     * Creates the counters.
     * @param pins in whose slots calls are counted
     * @param addressOf returns the address of a direct buffer
     */
    public CallCounters(Pins<?> pins, ToLongFunction<ByteBuffer> addressOf) {
        this.pins = pins;
        this.addressOf = addressOf;
    }

    /**
     * Returns the counter of a bundle's contract.
     * @param bundleName the bundle's name
     * @param contractName the contract's name, without its version
     * @return the counter
     */
    CallCounter of(String bundleName, String contractName) {
        return this.counters.computeIfAbsent(new Key(bundleName, contractName), this::make);
    }

    private CallCounter make(Key key) {
        Counter counter = this.pins.counter();
        long home = (this.pins.homeCount() > 0) ? this.addressOf.applyAsLong(counter.homeMemory()) + counter.homeAt()
                - this.addressOf.applyAsLong(this.pins.homeMemory()) : 0;
        return new CallCounter(key.bundleName(), key.contractName(), counter, home);
    }

    /**
     * Returns all counters.
     * @return by names of bundles and contracts
     */
    public Collection<CallCounter> all() {
        return List.copyOf(this.counters.values()
            .stream()
            .sorted(Comparator.comparing(CallCounter::bundleName).thenComparing(CallCounter::contractName))
            .toList());
    }

    private record Key(String bundleName, String contractName) {
    }

}
