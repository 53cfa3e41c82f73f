package io.polyplug.store;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

import io.polyplug.contract.GuestContractId;
import io.polyplug.contract.Version;
import io.polyplug.epoch.Counter;
import io.polyplug.epoch.PinSlot;
import io.polyplug.epoch.Pins;
import io.polyplug.epoch.Reader;
import io.polyplug.error.ContractUnavailableException;
import io.polyplug.error.Explanation;
import io.polyplug.error.PolyplugException;
import io.polyplug.error.RuntimeClosedException;
import io.polyplug.ledger.BundleLedger;
import io.polyplug.ledger.CallCounter;

/**
 * Where the implementation that a proxy calls is published, with the pins of those who
 * call it. Thread-safe: any thread may pin and read; only the store sets.
 *
 * @param <F> what a call finds behind its pin
 */
public final class Cell<F> {

    /** How long a waiting call takes to see that something else is current. */
    private static final long LOOK = TimeUnit.MILLISECONDS.toNanos(500);

    private final Requirement requirement;

    private final Pins<F> pins;

    private final Reader reader;

    private final Counter counter;

    /**
     * Every bundle that was ever bound here; grows before {@link #current} shows one of
     * its interfaces.
     */
    private final Set<BundleLedger> bundles = ConcurrentHashMap.newKeySet();

    private volatile @Nullable GuestInterface current;

    /**
     * Whoever writes {@link #callee} holds it. Calls only try to get it, for they are
     * pinned.
     */
    private final ReentrantLock publication = new ReentrantLock();

    /** Of {@link #current}, or {@code null}. */
    private volatile @Nullable NativeCallee callee;

    /** Whose calls those are that have not been credited. Guarded by the publication. */
    private @Nullable CallCounter creditor;

    /** How many calls have been credited. Guarded by the publication. */
    private long credited;

    private volatile boolean closed;

    Cell(Requirement requirement, Pins<F> pins) {
        this.requirement = requirement;
        this.pins = pins;
        this.reader = pins.reader(requirement.contractName());
        this.counter = pins.counter();
    }

    /**
     * Takes a pin for a call through this cell.
     * @return the slot that holds it
     */
    public PinSlot<F> pin() {
        return this.pins.pin(this.reader);
    }

    /**
     * {@return the reader whose pins protect calls through this cell}
     */
    public Reader reader() {
        return this.reader;
    }

    /**
     * {@return what counts the calls through this cell}
     */
    public Counter counter() {
        return this.counter;
    }

    /**
     * Returns the implementation to call. Volatile read, after the pin was taken; pairs
     * with {@link #setVolatile}.
     * @return the implementation, good until the pin ends
     * @throws ContractUnavailableException if no provider that fits is published
     * @throws RuntimeClosedException if the runtime is closed
     */
    public GuestInterface currentVolatile() {
        GuestInterface provider = this.current;
        if (provider == null) {
            throw unavailable();
        }
        return provider;
    }

    /**
     * {@return the implementation that is called now and may be replaced at any time, or
     * {@code null} if there is none}
     */
    public @Nullable GuestInterface current() {
        return this.current;
    }

    /**
     * Returns what compiled calls use. Volatile read, after the pin was taken; pairs with
     * {@link #setVolatile}.
     * @return native functions of the current implementation with their instance, good
     * until the pin ends, or {@code null} if {@link #currentVolatile()} has to be asked
     */
    public @Nullable NativeCallee calleeVolatile() {
        return this.callee;
    }

    /**
     * Publishes an implementation whose instance has been made to compiled calls, if it
     * is the current one. Waits for nobody: when another thread is publishing, a later
     * call does it.
     * @param provider the implementation
     */
    public void publishCallee(GuestInterface provider) {
        if (this.callee == null && !provider.isRunByVirtualMachine() && this.publication.tryLock()) {
            try {
                setCallee(provider);
            }
            finally {
                this.publication.unlock();
            }
        }
    }

    /**
     * A compiled call must not see what {@link #setVolatile} has replaced. Under the lock
     * of the publication.
     */
    @SuppressWarnings("ReferenceEquality")
    private void setCallee(GuestInterface provider) {
        if (this.current == provider) {
            this.callee = provider.nativeCallee();
        }
    }

    /**
     * Waits while another thread makes the instance of an implementation and that is the
     * current one. The caller holds no pin, so what it waits for may be replaced
     * meanwhile: it takes a pin and reads what is current again.
     * @param provider what was current
     * @throws io.polyplug.error.GuestCallException with code 9 if the factory has not
     * returned within 30 seconds
     * @throws RuntimeException what the factory threw
     */
    public void awaitInstance(GuestInterface provider) {
        awaitInstance(provider, GuestInterface.LONGEST_CREATION);
    }

    @SuppressWarnings("ReferenceEquality")
    void awaitInstance(GuestInterface provider, long nanos) {
        long deadline = System.nanoTime() + nanos;
        try {
            while (this.current == provider && !provider.first().await(LOOK)) {
                if (System.nanoTime() - deadline >= 0) {
                    throw provider.first().notReturned(nanos);
                }
            }
        }
        catch (RuntimeException | Error ex) {
            // A call does not fail for what has been replaced.
            if (this.current == provider) {
                throw ex;
            }
        }
    }

    /**
     * Takes a seat in the machines of what is current, waiting for one while all are
     * taken. The caller holds no pin, so what it has a seat in may be replaced meanwhile:
     * it takes a pin and reads what is current again.
     * @return the seat, or {@code null} where no call needs one
     * @throws io.polyplug.error.GuestCallException with code 9 if the calling thread has
     * one already, or none has become free within 30 seconds
     */
    public Seats.@Nullable Seat takeSeat() {
        GuestInterface provider = this.current;
        Seats seats = (provider != null) ? provider.seats() : null;
        if (seats == null) {
            return null;
        }
        // To ask the clock takes longer than to sit down, so only who waits asks it.
        Seats.Seat free = seats.take(0);
        return (free != null) ? free : awaitSeat(seats, GuestInterface.LONGEST_CREATION);
    }

    private Seats.@Nullable Seat awaitSeat(Seats first, long nanos) {
        long deadline = System.nanoTime() + nanos;
        Seats seats = first;
        while (true) {
            Seats.Seat seat = seats.take(LOOK);
            if (seat != null) {
                return seat;
            }
            GuestInterface provider = this.current;
            Seats next = (provider != null) ? provider.seats() : null;
            if (next == null) {
                return null;
            }
            if (System.nanoTime() - deadline >= 0) {
                throw next.notFree(nanos);
            }
            seats = next;
        }
    }

    /**
     * {@return why {@link #currentVolatile()} would fail now, or {@code null} if it would
     * not} Needs no pin.
     */
    public @Nullable PolyplugException refusal() {
        return (this.current == null) ? unavailable() : null;
    }

    /**
     * {@return the name of the bundle whose implementation is current, or {@code null} if
     * there is none} Needs no pin.
     */
    public @Nullable String providerName() {
        GuestInterface provider = this.current;
        return (provider != null) ? provider.bundleName() : null;
    }

    private PolyplugException unavailable() {
        if (this.closed) {
            return new RuntimeClosedException("Contract '" + this.requirement.contractName()
                    + "' was called after its polyplug runtime had been closed. Call it while the runtime is open");
        }
        return new ContractUnavailableException(this.requirement.contractName(), this.requirement.unmet());
    }

    /**
     * Counts the bundle among those that readers here may have seen; before
     * {@link #setVolatile} shows it.
     */
    void expect(GuestInterface provider) {
        this.bundles.add(provider.owner().ledger());
    }

    /**
     * Publishes an implementation. Volatile write, after the view and before the
     * revision; pairs with {@link #currentVolatile()} and {@link #calleeVolatile()}.
     */
    @SuppressWarnings("ReferenceEquality")
    void setVolatile(@Nullable GuestInterface provider) {
        this.publication.lock();
        try {
            this.current = provider;
            this.callee = (provider != null) ? provider.nativeCallee() : null;
            CallCounter next = (provider != null) ? provider.calls() : null;
            if (next != null && next != this.creditor) {
                settle();
                this.creditor = next;
            }
        }
        finally {
            this.publication.unlock();
        }
    }

    /**
     * Credits the calls that were counted since the last time to the bundle that is
     * shown, or was the last to be. A call that is in flight while another bundle takes
     * its place may be credited to either.
     */
    void settle() {
        this.publication.lock();
        try {
            if (this.creditor != null) {
                long counted = this.counter.sum();
                this.creditor.credit(counted - this.credited);
                this.credited = counted;
            }
        }
        finally {
            this.publication.unlock();
        }
    }

    void close() {
        this.closed = true;
        setVolatile(null);
    }

    /**
     * Returns whether a reader here may have seen the given bundle, itself or through a
     * peer.
     */
    boolean mayHaveSeen(BundleLedger bundle) {
        return this.bundles.contains(bundle) || this.bundles.stream().anyMatch(BundleLedger::reachesPeersVolatile);
    }

    boolean isBoundTo(@Nullable Generation generation) {
        GuestInterface provider = this.current;
        return provider != null && provider.owner() == generation;
    }

    /**
     * {@return what a provider must have to be called through here}
     */
    public Requirement requirement() {
        return this.requirement;
    }

    /**
     * What a provider must have to be called through a cell.
     *
     * @param contractName the contract's name
     * @param contractId the contract's id
     * @param version the least version
     * @param functions how many functions there must be at least
     * @param bundleName the one bundle that may provide it, or {@code null} for the first
     * that fits
     */
    public record Requirement(String contractName, GuestContractId contractId, Version version, int functions,
            @Nullable String bundleName) {

        @Nullable GuestInterface firstFitting(List<GuestInterface> providers) {
            for (GuestInterface provider : providers) {
                if (concerns(provider) && misfit(provider) == null) {
                    return provider;
                }
            }
            return null;
        }

        /**
         * Returns whether a provider is of this contract and of the right bundle.
         * @param provider the provider
         * @return {@code true} if only the fit is left to ask
         */
        public boolean concerns(GuestInterface provider) {
            return provider.contractId().equals(this.contractId)
                    && (this.bundleName == null || this.bundleName.equals(provider.bundleName()));
        }

        /**
         * Returns why a provider does not fit.
         * @param provider a provider of this contract
         * @return the reason, or {@code null} if it fits
         */
        public @Nullable String misfit(GuestInterface provider) {
            if (!provider.version().satisfies(this.version)) {
                return "it provides version " + provider.version() + " of contract '" + this.contractName
                        + "' and the Java interface asks for " + this.version;
            }
            if (this.functions > 0 && !provider.mayHave(this.functions - 1)) {
                return "its implementation of contract '" + this.contractName + "' has " + provider.functionCount()
                        + " functions and the Java interface uses function " + (this.functions - 1);
            }
            return null;
        }

        Explanation unmet() {
            String reason = "no plugin found for id " + this.contractId + " in a version that fits";
            return new Explanation("Contract '" + this.contractName + "' " + this.version.major() + "."
                    + this.version.minor() + ((this.bundleName != null) ? " of bundle '" + this.bundleName + "'" : "")
                    + " is not available: " + reason, reason, "Load a bundle that provides one");
        }

    }

}
