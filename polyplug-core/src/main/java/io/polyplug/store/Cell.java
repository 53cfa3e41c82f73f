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
import io.polyplug.trial.Trial;

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
     * Counts those calls once more that the candidate of a split got. Made for the first
     * split, for it has a word in each home slot, and most cells never have one. Guarded
     * by the publication.
     */
    private @Nullable Counter candidateCounter;

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

    /** Of {@link #current}, or {@code null}; {@code null} while there is a split. */
    private volatile @Nullable NativeCallee callee;

    /** With whom {@link #current} shares the calls, or {@code null} if with nobody. */
    private volatile @Nullable Split split;

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
     * Returns whether the implementation shares its calls with another one. Volatile
     * read, before the pin is taken to choose, and after it to know that the choice
     * stands; pairs with {@link #setVolatile} and {@link #unsplitVolatile}.
     * @return between whom to choose, or {@code null} if there is no choice
     */
    public @Nullable Split splitVolatile() {
        return this.split;
    }

    /**
     * Returns what was chosen, if the choice stands, and otherwise whatever is called
     * now. Volatile read, after the pin was taken; pairs with {@link #setVolatile} and
     * {@link #unsplitVolatile}.
     * @param chosen the side of a split, or {@code null} if there was none
     * @return the implementation, good until the pin ends
     * @throws ContractUnavailableException if no provider that fits is published
     * @throws RuntimeClosedException if the runtime is closed
     */
    public GuestInterface chosenVolatile(Split.@Nullable Side chosen) {
        GuestInterface provider = called(chosen);
        if (provider == null) {
            throw unavailable();
        }
        return provider;
    }

    /** Returns what was chosen, if the choice stands, and otherwise what is current. */
    @SuppressWarnings("ReferenceEquality")
    private @Nullable GuestInterface called(Split.@Nullable Side chosen) {
        return (chosen != null && this.split == chosen.split()) ? chosen.provider() : this.current;
    }

    /**
     * Returns the implementation to call. Volatile read, after the pin was taken; pairs
     * with {@link #setVolatile}.
     * @return the implementation, good until the pin ends
     * @throws ContractUnavailableException if no provider that fits is published
     * @throws RuntimeClosedException if the runtime is closed
     */
    public GuestInterface currentVolatile() {
        return chosenVolatile(null);
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
        Split shared = this.split;
        if (shared != null) {
            shared.publishCallees();
        }
        else if (this.callee == null && !provider.isRunByVirtualMachine() && this.publication.tryLock()) {
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
        if (this.current == provider && this.split == null) {
            this.callee = provider.nativeCallee(null);
        }
    }

    /** Returns whether calls get an implementation now, all of them or some. */
    @SuppressWarnings("ReferenceEquality")
    private boolean shows(GuestInterface provider) {
        Split shared = this.split;
        return this.current == provider || (shared != null && shared.candidate().provider() == provider);
    }

    /**
     * Waits while another thread makes the instance of an implementation and calls still
     * get that. The caller holds no pin, so what it waits for may be replaced meanwhile:
     * it takes a pin and reads what is current again.
     * @param provider what was current
     * @throws io.polyplug.error.GuestCallException with code 9 if the factory has not
     * returned within 30 seconds
     * @throws RuntimeException what the factory threw
     */
    public void awaitInstance(GuestInterface provider) {
        awaitInstance(provider, GuestInterface.LONGEST_CREATION);
    }

    void awaitInstance(GuestInterface provider, long nanos) {
        long deadline = System.nanoTime() + nanos;
        try {
            while (shows(provider) && !provider.first().await(LOOK)) {
                if (System.nanoTime() - deadline >= 0) {
                    throw provider.first().notReturned(nanos);
                }
            }
        }
        catch (RuntimeException | Error ex) {
            // A call does not fail for what has been replaced.
            if (shows(provider)) {
                throw ex;
            }
        }
    }

    /**
     * Takes a seat in the machines of what is called, waiting for one while all are
     * taken. The caller holds no pin, so what it has a seat in may be replaced meanwhile:
     * it takes a pin and reads what is current again.
     * @param chosen the side of a split, or {@code null} for what is current
     * @return the seat, or {@code null} where no call needs one
     * @throws io.polyplug.error.GuestCallException with code 9 if the calling thread has
     * one already, or none has become free within 30 seconds
     */
    public Seats.@Nullable Seat takeSeat(Split.@Nullable Side chosen) {
        Seats seats = seats(chosen);
        if (seats == null) {
            return null;
        }
        // To ask the clock takes longer than to sit down, so only who waits asks it.
        Seats.Seat free = seats.take(0);
        return (free != null) ? free : awaitSeat(seats, chosen, GuestInterface.LONGEST_CREATION);
    }

    private Seats.@Nullable Seat awaitSeat(Seats first, Split.@Nullable Side chosen, long nanos) {
        long began = System.nanoTime();
        Seats seats = first;
        try {
            while (true) {
                Seats.Seat seat = seats.take(LOOK);
                if (seat != null) {
                    return seat;
                }
                Seats next = seats(chosen);
                if (next == null) {
                    return null;
                }
                if (System.nanoTime() - began >= nanos) {
                    throw next.notFree(nanos);
                }
                seats = next;
            }
        }
        finally {
            first.waitedSince(began);
        }
    }

    private @Nullable Seats seats(Split.@Nullable Side chosen) {
        GuestInterface provider = called(chosen);
        return (provider != null) ? provider.seats() : null;
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
     * Publishes an implementation, which all calls get; where it is the one that shares
     * its calls, that stays as it is. Volatile write, after the view and before the
     * revision; pairs with {@link #currentVolatile()}, {@link #calleeVolatile()} and
     * {@link #splitVolatile()}.
     */
    @SuppressWarnings("ReferenceEquality")
    void setVolatile(@Nullable GuestInterface provider) {
        this.publication.lock();
        try {
            if (this.split != null && this.current == provider) {
                return;
            }
            this.current = provider;
            unsplit();
            this.callee = (provider != null) ? provider.nativeCallee(null) : null;
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
     * Has the implementation that is current share its calls with a candidate. Volatile
     * write; pairs with {@link #splitVolatile()} and {@link #calleeVolatile()}: a
     * compiled call that saw the one callee before does not find it again after its pin.
     */
    void splitVolatile(Trial trial, GuestInterface candidate) {
        expect(candidate);
        this.publication.lock();
        try {
            if (this.current != null && this.split == null) {
                this.split = new Split(trial, this.current, candidate,
                        new Split.CellCounts(this.counter, candidateCounter()));
                this.callee = null;
            }
        }
        finally {
            this.publication.unlock();
        }
    }

    private Counter candidateCounter() {
        Counter present = this.candidateCounter;
        if (present == null) {
            present = this.pins.counter();
            this.candidateCounter = present;
        }
        return present;
    }

    /**
     * Has the implementation that is current get all calls again. Volatile write, before
     * the candidate is retired; pairs with {@link #splitVolatile()}.
     */
    void unsplitVolatile(Trial trial) {
        this.publication.lock();
        try {
            if (this.split != null && this.split.trial().equals(trial)) {
                unsplit();
                this.callee = (this.current != null) ? this.current.nativeCallee(null) : null;
            }
        }
        finally {
            this.publication.unlock();
        }
    }

    private void unsplit() {
        if (this.split != null) {
            this.split.end();
            this.split = null;
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
