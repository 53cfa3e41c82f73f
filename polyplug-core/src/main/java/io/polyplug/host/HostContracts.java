package io.polyplug.host;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

import io.polyplug.abi.ContractDefinition;
import io.polyplug.contract.HostContractId;
import io.polyplug.error.HostContractException;
import io.polyplug.store.Generation;

/**
 * The contracts that guests may call: those of the application and those that bundles
 * offer. Thread-safe.
 */
public final class HostContracts {

    private final JavaHostContracts javaContracts;

    private final Map<Long, Entry> entries = new ConcurrentHashMap<>();

    HostContracts(JavaHostContracts javaContracts) {
        this.javaContracts = javaContracts;
    }

    /**
     * Registers a Java implementation.
     * @param type the {@code @HostContract} interface
     * @param implementation what guests will call
     * @throws HostContractException if the contract is registered already
     */
    public synchronized void register(Class<?> type, Object implementation) {
        ContractDefinition definition = ContractDefinition.ofHost(type);
        long id = HostContractId.of(definition.name(), definition.version().major()).value();
        JavaHostContract contract = this.javaContracts.of(definition);
        Offer offer = new Offer(id, contract.version(), definition.singleton(), contract.address(), null);
        if (this.entries.containsKey(id)) {
            throw new HostContractException(definition.name(),
                    "Host contract '" + definition.name() + "' " + definition.version().major() + " ("
                            + new HostContractId(id)
                            + ") is a duplicate: it is registered already. Unregister it first",
                    null);
        }
        contract.setTarget(implementation);
        this.entries.put(id, new Entry(offer, contract));
    }

    /**
     * Takes a Java implementation away: guests that hold it get code 100 from now on.
     * @param type the {@code @HostContract} interface
     * @return whether it was registered
     */
    public synchronized boolean unregister(Class<?> type) {
        ContractDefinition definition = ContractDefinition.ofHost(type);
        long id = HostContractId.of(definition.name(), definition.version().major()).value();
        JavaHostContract contract = this.javaContracts.of(definition);
        Entry present = this.entries.get(id);
        if (present == null || !present.isOf(contract)) {
            return false;
        }
        this.entries.remove(id);
        contract.setTarget(null);
        return true;
    }

    /**
     * Returns whether a guest may offer a contract: it is new, or the bundle's earlier
     * generation offered it.
     */
    boolean accepts(Offer offer) {
        Entry present = this.entries.get(offer.id());
        return present == null || isOfSameBundle(present.offer(), offer);
    }

    private static boolean isOfSameBundle(Offer one, Offer other) {
        return one.owner() != null && other.owner() != null
                && one.owner().bundleName().equals(other.owner().bundleName()) && one.owner() != other.owner();
    }

    /** Registers what a guest offers outside of its initialisation. */
    synchronized boolean offer(Offer offer) {
        return this.entries.putIfAbsent(offer.id(), new Entry(offer, null)) == null;
    }

    /**
     * Publishes what a generation offers and takes away what the one before it offered.
     * @param offers what the new generation registered while it initialised
     * @param previous the generation that it replaces, or {@code null}
     */
    public synchronized void activate(List<Offer> offers, @Nullable Generation previous) {
        for (Offer offer : offers) {
            if (accepts(offer)) {
                this.entries.put(offer.id(), new Entry(offer, null));
            }
        }
        if (previous != null) {
            withdraw(previous);
        }
    }

    /**
     * Takes away what a generation offered.
     * @param generation the generation
     */
    public void withdraw(Generation generation) {
        this.entries.values().removeIf((entry) -> entry.offer().owner() == generation);
    }

    /**
     * Returns the contract for a request: equal major, at least the minor, 0 for any
     * (specification 6.6).
     */
    @Nullable Entry match(long id, int packedMinimum) {
        Entry entry = this.entries.get(id);
        if (entry == null || packedMinimum == 0) {
            return entry;
        }
        boolean fits = entry.offer().version().major() == packedMinimum >>> 16
                && Integer.compareUnsigned(entry.offer().version().minor(), packedMinimum & 0xffff) >= 0;
        return fits ? entry : null;
    }

    /**
     * A contract as its table describes it.
     *
     * @param id the contract's id
     * @param version the version offered
     * @param singleton whether there is one instance for all
     * @param address the table: 80 bytes, as registered
     * @param owner the generation that offers it, or {@code null} for the application
     */
    public record Offer(long id, io.polyplug.contract.Version version, boolean singleton, long address,
            @Nullable Generation owner) {
    }

    /** A registered contract. */
    static final class Entry {

        private static final long LONGEST_CREATION_SECONDS = 30;

        private final Offer offer;

        private final @Nullable JavaHostContract contract;

        private final AtomicReference<@Nullable Claim> claim = new AtomicReference<>();

        Entry(Offer offer, @Nullable JavaHostContract contract) {
            this.offer = offer;
            this.contract = contract;
        }

        Offer offer() {
            return this.offer;
        }

        boolean isOf(JavaHostContract other) {
            return this.contract == other;
        }

        /**
         * Returns the instance for a request. A singleton is made once: one thread claims
         * the work and holds no lock meanwhile, others wait for its result; null is
         * handed on but not kept. A factory that asks for its own singleton gets null.
         */
        long instance(LongSupplier factory) {
            if (!this.offer.singleton()) {
                return factory.getAsLong();
            }
            Claim mine = new Claim(Thread.currentThread(), new CompletableFuture<>());
            Claim winner = this.claim.compareAndExchange(null, mine);
            if (winner != null) {
                boolean waitsForItself = winner.thread() == Thread.currentThread() && !winner.result().isDone();
                return waitsForItself ? 0 : await(winner);
            }
            long made = 0;
            try {
                made = factory.getAsLong();
                return made;
            }
            finally {
                if (made == 0) {
                    this.claim.set(null);
                }
                mine.result().complete(made);
            }
        }

        /**
         * Factories that wait for each other get null, as one that waits for itself does.
         */
        private static long await(Claim winner) {
            return winner.result().copy().completeOnTimeout(0L, LONGEST_CREATION_SECONDS, TimeUnit.SECONDS).join();
        }

        private record Claim(Thread thread, CompletableFuture<Long> result) {
        }

    }

}
