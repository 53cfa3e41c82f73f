package io.polyplug.ledger;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

import org.jspecify.annotations.Nullable;

/**
 * What is known of a bundle across its generations. Thread-safe; all marks go one way
 * only.
 */
public final class BundleLedger {

    private final String bundleName;

    private final @Nullable CallCounters calls;

    private final LongAdder heldBytes = new LongAdder();

    private final AtomicInteger machines = new AtomicInteger();

    private final LongAdder waits = new LongAdder();

    private final LongAdder waitedNanos = new LongAdder();

    private volatile boolean reachesPeers;

    private final AtomicBoolean keepsReturnedMemory = new AtomicBoolean();

    private final AtomicBoolean changesFloatingPoint = new AtomicBoolean();

    private final AtomicBoolean toldOfFloatingPoint = new AtomicBoolean();

    /**
     * Creates the ledger of a bundle whose calls nobody counts.
     * @param bundleName the bundle's name
     */
    public BundleLedger(String bundleName) {
        this(bundleName, null);
    }

    /**
     * Creates the ledger of a bundle.
     * @param bundleName the bundle's name
     * @param calls counts its calls, or {@code null}
     */
    public BundleLedger(String bundleName, @Nullable CallCounters calls) {
        this.bundleName = bundleName;
        this.calls = calls;
    }

    /**
     * Returns what counts the calls of a contract of this bundle.
     * @param contractName the contract's name, without its version
     * @return the counter, or {@code null} if nobody counts
     */
    public @Nullable CallCounter callsOf(String contractName) {
        return (this.calls != null) ? this.calls.of(this.bundleName, contractName) : null;
    }

    /**
     * {@return the bundle's name}
     */
    public String bundleName() {
        return this.bundleName;
    }

    /**
     * Counts bytes that the bundle took from, or gave back to, {@code HostApi.alloc}.
     * @param bytes how many more, or fewer if negative
     */
    public void addHeldBytes(long bytes) {
        this.heldBytes.add(bytes);
    }

    /**
     * {@return how many bytes the bundle holds: those it took and has not given back}
     */
    public long heldBytes() {
        return this.heldBytes.sum();
    }

    /**
     * Counts machines that were made for a script of this bundle.
     * @param change how many more, or fewer if negative
     */
    public void addMachines(int change) {
        this.machines.addAndGet(change);
    }

    /**
     * {@return how many machines were made for scripts of this bundle and have not ended}
     */
    public int machines() {
        return this.machines.get();
    }

    /**
     * Counts a call that has waited for a machine, whatever came of it.
     * @param nanos how long that was
     */
    public void addWait(long nanos) {
        this.waitedNanos.add(nanos);
        this.waits.increment();
    }

    /**
     * {@return how many calls have waited for a machine}
     */
    public long waits() {
        return this.waits.sum();
    }

    /**
     * {@return how long these have waited altogether, in nanoseconds}
     */
    public long waitedNanos() {
        return this.waitedNanos.sum();
    }

    /**
     * Notes that the bundle may hold pointers into other bundles. Volatile, and before
     * the bundle reads the view: a reclaimer that finds no mark after something was
     * retired knows that the bundle cannot have seen it.
     */
    public void markReachesPeersVolatile() {
        this.reachesPeers = true;
    }

    /**
     * {@return whether the bundle may hold pointers into other bundles} Volatile; pairs
     * with {@link #markReachesPeersVolatile()}.
     */
    public boolean reachesPeersVolatile() {
        return this.reachesPeers;
    }

    /**
     * Notes that the bundle was seen to keep memory it had returned.
     * @return whether that is news
     */
    public boolean markKeepsReturnedMemory() {
        return !this.keepsReturnedMemory.get() && this.keepsReturnedMemory.compareAndSet(false, true);
    }

    /**
     * {@return whether the bundle was seen to keep memory it had returned, so that
     * nothing it returns may be freed}
     */
    public boolean keepsReturnedMemory() {
        return this.keepsReturnedMemory.get();
    }

    /**
     * Notes that a function of the bundle was seen to change the floating-point
     * environment of its thread. Under a pin, so without a lock.
     * @return whether that is news
     */
    public boolean markChangesFloatingPoint() {
        return this.changesFloatingPoint.compareAndSet(false, true);
    }

    /**
     * {@return whether a function of the bundle was seen to change the floating-point
     * environment of its thread}
     */
    public boolean changesFloatingPoint() {
        return this.changesFloatingPoint.get();
    }

    /**
     * Notes that it was told what other code of the bundle does to the floating-point
     * environment.
     * @return whether that is news
     */
    public boolean markToldOfFloatingPoint() {
        return this.toldOfFloatingPoint.compareAndSet(false, true);
    }

}
