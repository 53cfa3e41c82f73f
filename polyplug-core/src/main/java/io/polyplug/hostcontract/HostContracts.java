package io.polyplug.hostcontract;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.polyplug.boundary.HostContractOffer;
import io.polyplug.contract.HostContractId;
import io.polyplug.contract.Version;
import io.polyplug.error.HostContractException;
import io.polyplug.store.Generation;
import io.polyplug.types.ContractDefinition;

/**
 * The contracts that guests may call: those of the application and those that bundles
 * offer. Thread-safe.
 */
public final class HostContracts {

    private final BoundedLock lock = new BoundedLock();

    private final JavaHostContracts javaContracts;

    private final OfferedInstances offeredInstances;

    private final Map<Long, RegisteredContract> entries = new ConcurrentHashMap<>();

    /**
     * What generations offered, found or not any more, until they are closed: calls that
     * began in time may still use it.
     */
    private final Map<Generation, List<OfferedContract>> offered = new ConcurrentHashMap<>();

    /**
     * Creates the contracts, none yet.
     * @param javaContracts makes the native side of those that Java implements
     * @param offeredInstances makes the instances of those that bundles offer
     */
    public HostContracts(JavaHostContracts javaContracts, OfferedInstances offeredInstances) {
        this.javaContracts = javaContracts;
        this.offeredInstances = offeredInstances;
    }

    /**
     * Registers a Java object.
     * @param type the {@code @HostContract} interface
     * @param implementation what guests will call
     * @throws HostContractException if the contract is registered already
     */
    public void register(Class<?> type, Object implementation) {
        register(ContractDefinition.ofHost(type), (contract) -> this.javaContracts.given(contract, implementation));
    }

    /**
     * Registers a factory of Java objects.
     * @param <T> the contract's interface
     * @param type the {@code @HostContract} interface
     * @param factory makes an object, one for all or one for each request as the contract
     * says
     * @param destruction destroys an object; {@code null} to close what can be closed
     * @throws HostContractException if the contract is registered already
     */
    public <T> void registerFactory(Class<T> type, Supplier<? extends T> factory,
            @Nullable Consumer<? super T> destruction) {
        ContractDefinition definition = ContractDefinition.ofHost(type);
        register(definition, (contract) -> this.javaContracts.made(contract, new HostFactory<>(definition.name(), type,
                factory, (destruction != null) ? destruction : HostFactory::close)));
    }

    /**
     * Registers a contract with an object for each bundle, whatever generation of it
     * asks.
     * @param <T> the contract's interface
     * @param type the {@code @HostContract} interface
     * @param objects makes the object of a bundle, by the bundle's name
     * @throws HostContractException if the contract is registered already
     */
    public <T> void registerForBundles(Class<T> type, Function<String, ? extends T> objects) {
        register(ContractDefinition.ofHost(type), (contract) -> this.javaContracts.forBundles(contract, objects));
    }

    /**
     * Registers a contract with an object for each generation.
     * @param <T> the contract's interface
     * @param type the {@code @HostContract} interface
     * @param objects makes the object of a generation; throws a
     * {@link HostContractException} if there is none
     * @throws HostContractException if the contract is registered already
     */
    public <T> void registerForGenerations(Class<T> type, Function<Generation, ? extends T> objects) {
        register(ContractDefinition.ofHost(type), (contract) -> this.javaContracts.forGenerations(contract, objects));
    }

    /** The table is made before the lock is taken: that takes longer than the rest. */
    private void register(ContractDefinition definition,
            Function<JavaHostContract, HostImplementation> implementation) {
        JavaHostContract contract = this.javaContracts.of(definition);
        this.lock.hold(definition.name(), () -> add(definition, contract, implementation));
    }

    private JavaHostContract add(ContractDefinition definition, JavaHostContract contract,
            Function<JavaHostContract, HostImplementation> implementation) {
        long id = contract.id();
        if (this.entries.containsKey(id)) {
            throw new HostContractException(definition.name(),
                    "Host contract '" + definition.name() + "' " + definition.version().major() + " ("
                            + new HostContractId(id)
                            + ") is a duplicate: it is registered already. Unregister it first");
        }
        contract.setImplementation(implementation.apply(contract));
        this.entries.put(id, contract);
        return contract;
    }

    /**
     * Takes a Java implementation away: guests that hold it get code 100 from now on.
     * What a factory made is destroyed, each object as soon as no call is in it.
     * @param type the {@code @HostContract} interface
     * @return whether it was registered
     */
    public boolean unregister(Class<?> type) {
        return unregister(this.javaContracts.of(ContractDefinition.ofHost(type)));
    }

    private boolean unregister(JavaHostContract contract) {
        Optional<HostImplementation> gone = this.lock.hold(contract.definition().name(), () -> remove(contract));
        gone.ifPresent(HostImplementation::close);
        return gone.isPresent();
    }

    private Optional<HostImplementation> remove(JavaHostContract contract) {
        HostImplementation gone = contract.implementation();
        if (this.entries.get(contract.id()) != contract || gone == null) {
            return Optional.empty();
        }
        this.entries.remove(contract.id());
        contract.setImplementation(null);
        return Optional.of(gone);
    }

    /**
     * Takes all Java implementations away.
     */
    public void close() {
        for (RegisteredContract entry : this.entries.values()) {
            if (entry instanceof JavaHostContract contract) {
                unregister(contract);
            }
        }
    }

    /**
     * Returns whether a guest may offer a contract: it is new, or the bundle's earlier
     * generation offered it.
     * @param offer the contract
     * @return whether it may
     */
    public boolean accepts(HostContractOffer offer) {
        RegisteredContract present = this.entries.get(offer.id());
        return present == null || isOfSameBundle(present.offer(), offer);
    }

    private static boolean isOfSameBundle(HostContractOffer one, HostContractOffer other) {
        return one.owner() != null && other.owner() != null
                && one.owner().bundleName().equals(other.owner().bundleName()) && one.owner() != other.owner();
    }

    /**
     * Registers what a guest offers outside of its init window.
     * @param offer the contract
     * @return whether it is registered now
     */
    public boolean offer(HostContractOffer offer) {
        return this.lock.hold(OfferedContract.nameOf(offer), () -> add(offer));
    }

    private boolean add(HostContractOffer offer) {
        Generation owner = offer.owner();
        if (this.entries.containsKey(offer.id()) || (owner != null && owner.isGone())) {
            return false;
        }
        this.entries.put(offer.id(), entry(offer));
        return true;
    }

    private OfferedContract entry(HostContractOffer offer) {
        OfferedContract entry = new OfferedContract(offer, this.offeredInstances);
        if (offer.owner() != null) {
            this.offered.computeIfAbsent(offer.owner(), (key) -> new CopyOnWriteArrayList<>()).add(entry);
        }
        return entry;
    }

    /**
     * Publishes what a generation offers and takes away what the one before it offered.
     * @param offers what the new generation registered while it initialised
     * @param previous the generation that it replaces, or {@code null}
     */
    public void activate(List<HostContractOffer> offers, @Nullable Generation previous) {
        if (!offers.isEmpty()) {
            this.lock.hold(OfferedContract.nameOf(offers.get(0)), () -> publish(offers));
        }
        if (previous != null) {
            withdraw(previous);
        }
    }

    private List<HostContractOffer> publish(List<HostContractOffer> offers) {
        for (HostContractOffer offer : offers) {
            if (accepts(offer)) {
                this.entries.put(offer.id(), entry(offer));
            }
        }
        return offers;
    }

    /**
     * Takes away what a generation offered.
     * @param generation the generation
     */
    public void withdraw(Generation generation) {
        for (Iterator<RegisteredContract> entry = this.entries.values().iterator(); entry.hasNext();) {
            if (entry.next().offer().owner() == generation) {
                entry.remove();
            }
        }
    }

    /**
     * Takes away what a generation offered and destroys its singletons. Only when no call
     * can be in it any more, and while its library is open.
     * @param generation the generation
     */
    public void closeOffers(Generation generation) {
        withdraw(generation);
        List<OfferedContract> contracts = this.offered.remove(generation);
        if (contracts != null) {
            contracts.forEach(OfferedContract::close);
        }
    }

    /**
     * Returns which version of a contract is registered, for messages.
     * @param id the contract
     * @return the version, if there is one
     */
    public Optional<Version> versionOf(long id) {
        return Optional.ofNullable(this.entries.get(id)).map((entry) -> entry.offer().version());
    }

    /**
     * Returns the contract for a request: equal major, at least the minor, 0 for any
     * (docs/abi.md 7.8).
     * @param id the contract
     * @param packedMinimum the major version in the upper, the minor in the lower half
     * @return the contract, or {@code null} if none fits
     */
    public @Nullable RegisteredContract match(long id, int packedMinimum) {
        RegisteredContract entry = this.entries.get(id);
        if (entry == null || packedMinimum == 0) {
            return entry;
        }
        boolean fits = entry.offer().version().major() == packedMinimum >>> 16
                && Integer.compareUnsigned(entry.offer().version().minor(), packedMinimum & 0xffff) >= 0;
        return fits ? entry : null;
    }

    /**
     * Destroys what a generation asked for and did not give back.
     * @param caller the generation, which is gone
     */
    public void forget(Generation caller) {
        this.javaContracts.forget(caller);
    }

    /**
     * Frees the tables of those that Java implements. Only when no library is open any
     * more.
     */
    public void free() {
        this.javaContracts.close();
    }

}
