package io.polyplug.ledger;

import java.util.concurrent.atomic.LongAdder;

/**
 * The calls of one contract of one bundle, across its generations. Thread-safe.
 * <p>
 * Calls are counted by their cell, which credits them to the bundle that it shows.
 */
public final class CallCounter {

    private final String bundleName;

    private final String contractName;

    private final LongAdder credited = new LongAdder();

    /** Failed calls that no cell has counted. */
    private final LongAdder failed = new LongAdder();

    private final LongAdder errors = new LongAdder();

    private volatile boolean published;

    CallCounter(String bundleName, String contractName) {
        this.bundleName = bundleName;
        this.contractName = contractName;
    }

    /**
     * {@return the name of the bundle whose calls these are}
     */
    public String bundleName() {
        return this.bundleName;
    }

    /**
     * {@return the name of the contract that is called, without its version}
     */
    public String contractName() {
        return this.contractName;
    }

    /** Tells that the contract can be called from now on. */
    public void publish() {
        this.published = true;
    }

    boolean isPublished() {
        return this.published;
    }

    /**
     * Counts calls that a cell has counted.
     * @param calls how many more
     */
    public void credit(long calls) {
        this.credited.add(calls);
    }

    /**
     * Counts a call that no cell has counted, and that it ended with an error.
     */
    public void countFailed() {
        this.failed.increment();
        this.errors.increment();
    }

    /**
     * Counts that a call ended with an error.
     */
    public void countError() {
        this.errors.increment();
    }

    /**
     * {@return how many calls ended with an error, a number that never falls}
     */
    public long errors() {
        return this.errors.sum();
    }

    /**
     * {@return how many calls were made, a number that never falls}
     */
    public long calls() {
        return this.credited.sum() + this.failed.sum();
    }

}
