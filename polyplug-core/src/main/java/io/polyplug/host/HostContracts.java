package io.polyplug.host;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

import io.polyplug.abi.ContractDefinition;
import io.polyplug.contract.HostContractId;
import io.polyplug.contract.Version;
import io.polyplug.error.HostContractException;
import io.polyplug.store.Generation;

/**
 * The contracts that guests may call: those of the application and those that bundles
 * offer. Thread-safe.
 */
public final class HostContracts {

    private final BoundedLock lock = new BoundedLock();

    private final JavaHostContracts javaContracts;

    private final NativeHostInstances nativeInstances;

    private final Map<Long, Entry> entries = new ConcurrentHashMap<>();

    /**
     * What generations offered, found or not any more, until they are closed: calls that
     * began in time may still use it.
     */
    private final Map<Generation, List<Entry>> offered = new ConcurrentHashMap<>();

    HostContracts(JavaHostContracts javaContracts, NativeHostInstances nativeInstances) {
        this.javaContracts = javaContracts;
        this.nativeInstances = nativeInstances;
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
     * Registers the contract by which bundles learn where they may write.
     * @param paths returns the path of a bundle's folder, by the bundle's name, and makes
     * the folder
     */
    public void registerDataDirectories(UnaryOperator<String> paths) {
        register(ContractDefinition.ofHost(DataDirectory.class), (contract) -> this.javaContracts.forBundles(contract,
                (bundleName) -> (DataDirectory) () -> paths.apply(bundleName)));
    }

    /**
     * Registers the contract by which bundles read their settings.
     * @param source returns the settings of a generation
     */
    public void registerConfig(Function<? super Generation, ? extends Map<String, String>> source) {
        ContractDefinition definition = ContractDefinition.ofHost(Config.class);
        register(definition, (contract) -> this.javaContracts.forGenerations(contract, (generation) -> {
            try {
                return new BundleConfig(generation.bundleName(), source.apply(generation));
            }
            catch (RuntimeException ex) {
                throw new HostContractException(definition.name(), "the settings of bundle '" + generation.bundleName()
                        + "' could not be read: " + ex.getMessage(), ex);
            }
        }));
    }

    /** The table is made before the lock is taken: that takes longer than the rest. */
    private void register(ContractDefinition definition,
            Function<JavaHostContract, HostImplementation> implementation) {
        JavaHostContract contract = this.javaContracts.of(definition);
        this.lock.hold(definition.name(), () -> add(definition, contract, implementation));
    }

    private Entry add(ContractDefinition definition, JavaHostContract contract,
            Function<JavaHostContract, HostImplementation> implementation) {
        long id = idOf(definition);
        if (this.entries.containsKey(id)) {
            throw new HostContractException(definition.name(),
                    "Host contract '" + definition.name() + "' " + definition.version().major() + " ("
                            + new HostContractId(id)
                            + ") is a duplicate: it is registered already. Unregister it first",
                    null);
        }
        contract.setImplementation(implementation.apply(contract));
        HostContractOffer offer = new HostContractOffer(id, contract.version(), definition.singleton(),
                contract.address(), null);
        Entry entry = new Entry(offer, contract, null);
        this.entries.put(id, entry);
        return entry;
    }

    private static long idOf(ContractDefinition definition) {
        return HostContractId.of(definition.name(), definition.version().major()).value();
    }

    /**
     * Takes a Java implementation away: guests that hold it get code 100 from now on.
     * What a factory made is destroyed, each object as soon as no call is in it.
     * @param type the {@code @HostContract} interface
     * @return whether it was registered
     */
    public boolean unregister(Class<?> type) {
        ContractDefinition definition = ContractDefinition.ofHost(type);
        return unregister(idOf(definition), this.javaContracts.of(definition));
    }

    private boolean unregister(long id, JavaHostContract contract) {
        Optional<HostImplementation> gone = this.lock.hold(contract.definition().name(), () -> remove(id, contract));
        gone.ifPresent(HostImplementation::close);
        return gone.isPresent();
    }

    private Optional<HostImplementation> remove(long id, JavaHostContract contract) {
        Entry present = this.entries.get(id);
        HostImplementation gone = contract.implementation();
        if (present == null || present.contract() != contract || gone == null) {
            return Optional.empty();
        }
        this.entries.remove(id);
        contract.setImplementation(null);
        return Optional.of(gone);
    }

    /**
     * Takes all Java implementations away.
     */
    public void close() {
        this.entries.forEach((id, entry) -> {
            JavaHostContract contract = entry.contract();
            if (contract != null) {
                unregister(id, contract);
            }
        });
    }

    /**
     * Returns whether a guest may offer a contract: it is new, or the bundle's earlier
     * generation offered it.
     */
    boolean accepts(HostContractOffer offer) {
        Entry present = this.entries.get(offer.id());
        return present == null || isOfSameBundle(present.offer(), offer);
    }

    private static boolean isOfSameBundle(HostContractOffer one, HostContractOffer other) {
        return one.owner() != null && other.owner() != null
                && one.owner().bundleName().equals(other.owner().bundleName()) && one.owner() != other.owner();
    }

    /** Registers what a guest offers outside of its initialisation. */
    boolean offer(HostContractOffer offer) {
        return this.lock.hold(name(offer), () -> add(offer));
    }

    private static String name(HostContractOffer offer) {
        return new HostContractId(offer.id()).toString();
    }

    private boolean add(HostContractOffer offer) {
        Generation owner = offer.owner();
        if (this.entries.containsKey(offer.id()) || (owner != null && owner.isGone())) {
            return false;
        }
        this.entries.put(offer.id(), entry(offer));
        return true;
    }

    private Entry entry(HostContractOffer offer) {
        Generation owner = offer.owner();
        if (owner == null) {
            return new Entry(offer, null, new MadeOnce<>(name(offer), (made) -> {
            }));
        }
        Entry entry = new Entry(offer, null,
                new MadeOnce<>(name(offer), (made) -> this.nativeInstances.destroy(owner, offer, made)));
        this.offered.computeIfAbsent(owner, (key) -> new CopyOnWriteArrayList<>()).add(entry);
        return entry;
    }

    /**
     * Publishes what a generation offers and takes away what the one before it offered.
     * @param offers what the new generation registered while it initialised
     * @param previous the generation that it replaces, or {@code null}
     */
    public void activate(List<HostContractOffer> offers, @Nullable Generation previous) {
        if (!offers.isEmpty()) {
            this.lock.hold(name(offers.get(0)), () -> publish(offers));
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
        this.entries.values().removeIf((entry) -> entry.offer().owner() == generation);
    }

    /**
     * Takes away what a generation offered and destroys its singletons. Only when no call
     * can be in it any more, and while its library is open.
     */
    void closeOffers(Generation generation) {
        withdraw(generation);
        List<Entry> entries = this.offered.remove(generation);
        if (entries != null) {
            entries.forEach(Entry::close);
        }
    }

    /**
     * Returns the instance for a guest that asks for a contract, or 0. A singleton is
     * made once; null is handed on but not kept.
     * @param caller the generation that asks, if that is known
     */
    long request(Entry entry, @Nullable Generation caller) {
        if (entry.contract() != null) {
            return this.javaContracts.request(entry.contract(), caller);
        }
        HostContractOffer offer = entry.offer();
        if (!offer.singleton() || entry.shared() == null) {
            return this.nativeInstances.create(offer);
        }
        Long made = entry.shared().get(() -> {
            long instance = this.nativeInstances.create(offer);
            return (instance != 0) ? instance : null;
        });
        return (made != null) ? made : 0;
    }

    /** Returns which version of a contract is registered, for messages. */
    Optional<Version> versionOf(long id) {
        return Optional.ofNullable(this.entries.get(id)).map((entry) -> entry.offer().version());
    }

    /**
     * Returns the contract for a request: equal major, at least the minor, 0 for any
     * (docs/abi.md 7.8).
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
     * A registered contract.
     *
     * @param offer what its table says
     * @param contract the Java side, or {@code null} if a bundle offers it
     * @param shared the one instance of a bundle's singleton, or {@code null} for Java
     */
    record Entry(HostContractOffer offer, @Nullable JavaHostContract contract, @Nullable MadeOnce<Long> shared) {

        void close() {
            if (this.shared != null) {
                this.shared.close();
            }
        }

    }

}
