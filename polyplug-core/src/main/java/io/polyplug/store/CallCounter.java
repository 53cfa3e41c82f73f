package io.polyplug.store;

import java.util.concurrent.atomic.LongAdder;

import io.polyplug.epoch.Counter;

/**
 * Counts the calls of one contract of one bundle, across its generations. Thread-safe.
 * <p>
 * A compiled call counts by itself, in a word that belongs to its home slot; every other
 * one in the slot of its pin.
 */
public final class CallCounter {

    private final String bundleName;

    private final String contractName;

    private final Counter calls;

    private final long homeOffset;

    /** Failed calls that nobody else has counted. */
    private final LongAdder failed = new LongAdder();

    /** An error costs more than to count it where all can. */
    private final LongAdder errors = new LongAdder();

    CallCounter(String bundleName, String contractName, Counter calls, long homeOffset) {
        this.bundleName = bundleName;
        this.contractName = contractName;
        this.calls = calls;
        this.homeOffset = homeOffset;
    }

    /**
     * Returns whose calls these are.
     * @return the bundle's name
     */
    public String bundleName() {
        return this.bundleName;
    }

    /**
     * Returns what is called.
     * @return the contract's name, without its version
     */
    public String contractName() {
        return this.contractName;
    }

    /**
     * Returns what the holder of a pin that is not at home counts in.
     * @return the index of the counter
     */
    public int index() {
        return this.calls.index();
    }

    /** Returns how far a home slot's word is from the slot. */
    long homeOffset() {
        return this.homeOffset;
    }

    /**
     * Counts a call, and that it ended with an error.
     */
    public void countFailed() {
        this.failed.increment();
        this.errors.increment();
    }

    /**
     * Counts that a call ended with an error. After the call itself was counted, so that
     * there are never more errors than calls.
     */
    public void countError() {
        this.errors.increment();
    }

    /**
     * Returns how many calls ended with an error. To be asked before {@link #calls()}.
     * @return a number that never falls
     */
    public long errors() {
        return this.errors.sum();
    }

    /**
     * Returns how many calls were made.
     * @return a number that never falls
     */
    public long calls() {
        return this.calls.sum() + this.failed.sum();
    }

}
