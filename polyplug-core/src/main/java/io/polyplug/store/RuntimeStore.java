package io.polyplug.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;

import org.jspecify.annotations.Nullable;

import io.polyplug.contract.GuestContractHandle;
import io.polyplug.contract.GuestContractId;
import io.polyplug.epoch.PinSlot;
import io.polyplug.epoch.Pins;
import io.polyplug.epoch.Reader;
import io.polyplug.error.BundleLoadException;
import io.polyplug.error.Explanation;
import io.polyplug.error.StaleHandleException;
import io.polyplug.ledger.BundleLedger;
import io.polyplug.trial.Trial;

/**
 * Published contracts, readable without locks. Thread-safe: any thread may look up;
 * publication is serialised by the store's lock, one new view and one new revision a
 * transaction.
 *
 * @param <F> what a call through a cell finds behind its pin
 */
public final class RuntimeStore<F> {

    private final Pins<F> pins;

    private final LongConsumer revisionListener;

    /** Those who hold an interface outside a call. */
    private final Reader guards;

    private final ReentrantLock lock = new ReentrantLock();

    private final Map<Cell.Requirement, Cell<F>> cells = new ConcurrentHashMap<>();

    private volatile ReadView view = ReadView.EMPTY;

    private volatile long revision;

    /** Guarded by the lock. */
    private final List<Split.Pair> pairs = new ArrayList<>();

    /** Guarded by the lock. */
    private boolean closed;

    /**
     * Creates an empty store.
     * @param pins what protects readers
     * @param revisionListener told each new revision, after the view it stands for was
     * published
     */
    public RuntimeStore(Pins<F> pins, LongConsumer revisionListener) {
        this.pins = pins;
        this.revisionListener = revisionListener;
        this.guards = pins.reader("(guard)");
    }

    /**
     * Finds the first provider of a contract.
     * @param id the contract
     * @param minMajor the least major version, 0 for any
     * @return its handle
     */
    public Optional<GuestContractHandle> find(GuestContractId id, int minMajor) {
        return findAll(id, minMajor).stream().findFirst();
    }

    /**
     * Finds the providers of a contract, all as of one instant.
     * @param id the contract
     * @param minMajor the least major version, 0 for any
     * @return their handles, in the order of registration
     */
    public List<GuestContractHandle> findAll(GuestContractId id, int minMajor) {
        return this.view.find(id, minMajor);
    }

    /**
     * Returns what a handle names now. Volatile read of the view; call it under a pin and
     * use the result until the pin ends.
     * @param handle the handle
     * @return the implementation
     * @throws StaleHandleException if the handle names nothing, or nothing any more
     */
    public GuestInterface resolve(GuestContractHandle handle) {
        return this.view.resolve(handle);
    }

    /**
     * Returns the handle of a published implementation.
     * @param provider the implementation
     * @return its handle, or nothing if it is not published
     */
    public Optional<GuestContractHandle> handleOf(GuestInterface provider) {
        return Optional.ofNullable(this.view.handleOf(provider));
    }

    /**
     * Returns the implementations of a contract.
     * @param id the contract
     * @return the implementations, in the order of registration
     */
    public List<GuestInterface> providers(GuestContractId id) {
        return this.view.providers(id);
    }

    /**
     * {@return the revision, which grows with each published change}
     */
    public long revision() {
        return this.revision;
    }

    /**
     * Takes a pin for somebody who holds an interface outside a call.
     * @return the slot that holds it
     */
    public PinSlot<F> pinGuard() {
        return this.pins.pin(this.guards);
    }

    /**
     * Returns the cell for a requirement, making and binding it at first request.
     * @param requirement what a provider must have
     * @return the cell
     */
    public Cell<F> cell(Cell.Requirement requirement) {
        Cell<F> present = this.cells.get(requirement);
        if (present != null) {
            return present;
        }
        this.lock.lock();
        try {
            return this.cells.computeIfAbsent(requirement, (key) -> {
                Cell<F> made = new Cell<>(key, this.pins);
                if (this.closed) {
                    made.close();
                }
                else {
                    GuestInterface provider = key.firstFitting(providers(key.contractId()));
                    if (provider != null) {
                        made.expect(provider);
                    }
                    made.setVolatile(provider);
                    this.pairs.forEach((pair) -> split(made, pair));
                }
                return made;
            });
        }
        finally {
            this.lock.unlock();
        }
    }

    /**
     * Publishes a generation in the place of the one before it, in one step: a contract
     * that both provide keeps its slot and its handles, one that only the old has is
     * vacated, one that only the new has is added.
     * @param next the generation to publish
     * @param previous the generation that it replaces, or {@code null}
     * @param mayDrop whether a contract that is called may go
     * @return why calls will fail from now on, a sentence for each contract that went
     * while it was called
     * @throws BundleLoadException if a contract id belongs to another name, or calls
     * would lose what they call; nothing is published then
     */
    public List<String> activate(Generation next, @Nullable Generation previous, boolean mayDrop) {
        this.lock.lock();
        try {
            ReadView.Draft draft = this.view.draft();
            List<String> dropped = replace(draft, next, previous, mayDrop);
            next.interfaces().forEach(GuestInterface::countCalls);
            publish(draft);
            return dropped;
        }
        finally {
            this.lock.unlock();
        }
    }

    /**
     * Asks of a generation what {@link #activate} does, and publishes nothing.
     * @param next the generation
     * @param previous the generation that it would replace, or {@code null}
     * @param mayDrop whether a contract that is called may go
     * @throws BundleLoadException as there
     */
    public void requireFit(Generation next, @Nullable Generation previous, boolean mayDrop) {
        this.lock.lock();
        try {
            replace(this.view.draft(), next, previous, mayDrop);
        }
        finally {
            this.lock.unlock();
        }
    }

    private List<String> replace(ReadView.Draft draft, Generation next, @Nullable Generation previous,
            boolean mayDrop) {
        List<GuestInterface> remaining = new ArrayList<>(next.interfaces());
        for (GuestInterface provider : next.interfaces()) {
            requireNewProvider(draft, provider, previous);
        }
        if (previous != null) {
            for (int slot : draft.slotsOf(previous)) {
                takeOver(draft, slot, remaining);
            }
        }
        remaining.forEach(draft::add);
        return (previous != null) ? droppedCalls(draft, next, previous, mayDrop) : List.of();
    }

    /**
     * A replacement may not put a misfit in the place of what a cell calls, and may leave
     * the place empty only if told so; under the lock, so that no new cell is overlooked.
     */
    private List<String> droppedCalls(ReadView.Draft draft, Generation next, Generation previous, boolean mayDrop) {
        Set<String> dropped = new TreeSet<>();
        for (Cell<F> cell : this.cells.values()) {
            Cell.Requirement requirement = cell.requirement();
            if (cell.isBoundTo(previous)
                    && requirement.firstFitting(draft.providers(requirement.contractId())) == null) {
                String misfit = misfit(requirement, next);
                String loss = (misfit != null) ? misfit : "the new version drops contract '"
                        + requirement.contractName() + "', which the application calls";
                if (misfit != null || !mayDrop) {
                    throw ProviderRefusal.misfit(next.bundleName(), loss);
                }
                dropped.add("Bundle '" + next.bundleName() + "' drops contract '" + requirement.contractName()
                        + "', which the application calls: these calls fail from now on. Load a bundle that provides"
                        + " it");
            }
        }
        return List.copyOf(dropped);
    }

    private static @Nullable String misfit(Cell.Requirement requirement, Generation next) {
        for (GuestInterface provider : next.interfaces()) {
            String misfit = requirement.concerns(provider) ? requirement.misfit(provider) : null;
            if (misfit != null) {
                return misfit;
            }
        }
        return null;
    }

    private static void takeOver(ReadView.Draft draft, int slot, List<GuestInterface> remaining) {
        GuestContractId id = draft.at(slot).contractId();
        for (GuestInterface provider : remaining) {
            if (provider.contractId().equals(id)) {
                draft.replace(slot, provider);
                remaining.remove(provider);
                return;
            }
        }
        draft.vacate(slot);
    }

    /**
     * Takes a generation's contracts away; their handles turn stale.
     * @param generation the generation
     */
    public void withdraw(Generation generation) {
        this.lock.lock();
        try {
            ReadView.Draft draft = this.view.draft();
            draft.slotsOf(generation).forEach(draft::vacate);
            publish(draft);
        }
        finally {
            this.lock.unlock();
        }
    }

    /**
     * Returns why a bundle may not register an implementation, as far as what is
     * published tells.
     * @param provider the implementation
     * @param previous the generation that it will replace, or {@code null}
     * @return the reason, or nothing
     */
    public Optional<Explanation> conflict(GuestInterface provider, @Nullable Generation previous) {
        return Optional.ofNullable(conflict(providers(provider.contractId()), provider, previous));
    }

    private static void requireNewProvider(ReadView.Draft draft, GuestInterface provider,
            @Nullable Generation previous) {
        Explanation conflict = conflict(draft.providers(provider.contractId()), provider, previous);
        if (conflict != null) {
            throw new BundleLoadException(provider.bundleName(), conflict);
        }
    }

    private static @Nullable Explanation conflict(List<GuestInterface> present, GuestInterface provider,
            @Nullable Generation previous) {
        for (GuestInterface other : present) {
            if (!other.contractName().equals(provider.contractName())) {
                return ProviderRefusal.collision(provider, other);
            }
            if (other.bundleName().equals(provider.bundleName()) && other.owner() != previous) {
                return ProviderRefusal.duplicate(provider.bundleName(), provider.contractName());
            }
        }
        return null;
    }

    /**
     * Has a generation that is published share its calls with one that is not: handles
     * and guests do not find it. That lasts until the one that is published is replaced
     * or withdrawn, or {@link #unsplit} ends it.
     * @param serving the generation that is published
     * @param candidate the generation that gets some of the calls
     * @param trial decides which ones
     */
    public void split(Generation serving, Generation candidate, Trial trial) {
        this.lock.lock();
        try {
            Split.Pair pair = new Split.Pair(serving, candidate, trial);
            this.pairs.add(pair);
            this.cells.values().forEach((cell) -> split(cell, pair));
        }
        finally {
            this.lock.unlock();
        }
    }

    private void split(Cell<F> cell, Split.Pair pair) {
        GuestInterface candidate = cell.isBoundTo(pair.serving()) ? pair.candidateFor(cell.requirement()) : null;
        if (candidate != null && !this.closed) {
            cell.splitVolatile(pair.trial(), candidate);
        }
    }

    /**
     * Has a generation get all calls again that shared them. Does nothing if that is
     * over.
     * @param trial what decided
     */
    public void unsplit(Trial trial) {
        this.lock.lock();
        try {
            this.pairs.removeIf((pair) -> pair.trial().equals(trial));
            this.cells.values().forEach((cell) -> cell.unsplitVolatile(trial));
        }
        finally {
            this.lock.unlock();
        }
    }

    /**
     * View, then cells, then revision: whoever sees the revision sees the view
     * (docs/abi.md 7.22). Cells of other contracts stay as they are.
     */
    private void publish(ReadView.Draft draft) {
        ReadView next = draft.view();
        Map<Cell<F>, @Nullable GuestInterface> bindings = new HashMap<>();
        for (Cell<F> cell : this.cells.values()) {
            GuestContractId id = cell.requirement().contractId();
            if (draft.hasChanged(id)) {
                GuestInterface provider = cell.requirement().firstFitting(next.providers(id));
                if (provider != null) {
                    cell.expect(provider);
                }
                bindings.put(cell, provider);
            }
        }
        this.view = next;
        if (!this.closed) {
            bindings.forEach(Cell::setVolatile);
            this.pairs.removeIf((pair) -> draft.slotsOf(pair.serving()).isEmpty());
            this.pairs.forEach((pair) -> bindings.keySet().forEach((cell) -> split(cell, pair)));
        }
        advanceRevision();
    }

    /**
     * Lets the revision grow although nothing has changed: guests that keep what they
     * have resolved resolve it again.
     */
    public void renewRevision() {
        this.lock.lock();
        try {
            advanceRevision();
        }
        finally {
            this.lock.unlock();
        }
    }

    private void advanceRevision() {
        long now = this.revision + 1;
        this.revision = now;
        this.revisionListener.accept(now);
    }

    /**
     * Returns what calls ask of an implementation: the requirements of the cells that are
     * for its contract, and for its bundle or any.
     * @param provider the implementation, published or not
     * @return the requirements, whether it meets them or not
     */
    public List<Cell.Requirement> requirementsOn(GuestInterface provider) {
        return this.cells.values().stream().map(Cell::requirement).filter((each) -> each.concerns(provider)).toList();
    }

    /**
     * Returns whether a generation is published.
     * @param generation the generation
     * @return {@code true} if one of its implementations can be found
     */
    public boolean isPublished(Generation generation) {
        return generation.interfaces().stream().anyMatch((each) -> handleOf(each).isPresent());
    }

    /**
     * Returns whether a reader may have seen a bundle: those of the cells it was bound
     * to, the guards, and those of cells whose bundles ever reached for a peer, since
     * guests call each other through pointers that only our pin protects.
     * @param reader the reader
     * @param bundle the bundle
     * @return {@code false} if its pins need not be waited for
     */
    public boolean mayHaveSeen(Reader reader, BundleLedger bundle) {
        if (reader.equals(this.guards)) {
            return true;
        }
        return this.cells.values()
            .stream()
            .anyMatch((cell) -> cell.reader().equals(reader) && cell.mayHaveSeen(bundle));
    }

    /**
     * {@return how many pins stand at the moment, of calls and guards}
     */
    public int pinned() {
        return this.pins.pinned();
    }

    /**
     * Credits what was called so far to the bundles that were called.
     */
    public void settleCalls() {
        this.cells.values().forEach(Cell::settle);
    }

    /**
     * Refuses new calls. What is published stays readable by handle.
     */
    public void close() {
        this.lock.lock();
        try {
            this.closed = true;
            this.cells.values().forEach(Cell::close);
        }
        finally {
            this.lock.unlock();
        }
    }

}
