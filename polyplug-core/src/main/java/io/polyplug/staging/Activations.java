package io.polyplug.staging;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.polyplug.ledger.BundleLedger;
import io.polyplug.ledger.CallCounters;
import io.polyplug.store.Generation;

/**
 * How often each bundle was activated, and what is known of it across generations, loaded
 * or not. The life-cycle lock guards it; any thread may ask for the ledgers.
 */
public final class Activations {

    private final CallCounters calls;

    private final Map<String, BundleLedger> ledgers = new ConcurrentHashMap<>();

    private final Map<String, Long> numbers = new HashMap<>();

    /**
     * Creates it without any.
     * @param calls counts calls by bundle and contract
     */
    public Activations(CallCounters calls) {
        this.calls = calls;
    }

    /** Returns which activation of a bundle the next one will be. */
    long nextNumber(String bundleName) {
        return this.numbers.getOrDefault(bundleName, 0L) + 1;
    }

    /** Returns what is known of a bundle. */
    BundleLedger ledger(String bundleName) {
        BundleLedger known = this.ledgers.get(bundleName);
        return (known != null) ? known : new BundleLedger(bundleName, this.calls);
    }

    /**
     * Remembers the number of a generation that gets calls, so that no other one has it.
     * @param generation the generation
     */
    public void number(Generation generation) {
        this.numbers.merge(generation.bundleName(), generation.number(), Math::max);
    }

    /**
     * Remembers that a generation was published.
     * @param activated the generation
     */
    public void add(Generation activated) {
        number(activated);
        this.ledgers.put(activated.bundleName(), activated.ledger());
    }

    /**
     * Returns the ledgers of all bundles that were ever activated.
     * @return the ledgers, by bundle name
     */
    public Map<String, BundleLedger> ledgers() {
        return Map.copyOf(this.ledgers);
    }

}
