package io.polyplug.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;

import io.polyplug.contract.BundleId;
import io.polyplug.contract.GuestContractId;
import io.polyplug.contract.Version;
import io.polyplug.ledger.BundleLedger;
import io.polyplug.quarantine.Quarantine;

/**
 * One activated, or soon to be activated, version of a bundle as the store and the calls
 * see it. Thread-safe once staged; until then only the staging thread touches it.
 */
public final class Generation {

    private final BundleLedger ledger;

    private final BundleId bundleId;

    private final Version version;

    private final long number;

    private final long hostTable;

    private final Set<GuestContractId> declaredDependencies;

    private final CallRules rules;

    private final List<GuestInterface> interfaces = new ArrayList<>();

    private final Quarantine quarantine = new Quarantine();

    private final Map<GuestOwned, AtomicLong> guestInstances = new ConcurrentHashMap<>();

    private final GuestUses uses = new GuestUses();

    private volatile boolean gone;

    private volatile boolean knownToGuests;

    /**
     * Creates a generation.
     * @param ledger what is known of the bundle across generations
     * @param version the bundle's version
     * @param number which activation this is, from 1
     * @param hostTable the address of the host table that was made for this generation
     * @param declaredDependencies the contracts that the bundle may look up while it
     * initialises
     * @param rules what holds for its calls
     */
    public Generation(BundleLedger ledger, Version version, long number, long hostTable,
            Set<GuestContractId> declaredDependencies, CallRules rules) {
        this.ledger = ledger;
        this.bundleId = BundleId.of(ledger.bundleName());
        this.version = version;
        this.number = number;
        this.hostTable = hostTable;
        this.declaredDependencies = Set.copyOf(declaredDependencies);
        this.rules = rules;
        if (!declaredDependencies.isEmpty()) {
            ledger.markReachesPeersVolatile();
        }
    }

    /**
     * Adds an implementation. Only while staging.
     * @param guestInterface what the bundle registered
     */
    public void add(GuestInterface guestInterface) {
        this.interfaces.add(guestInterface);
    }

    /**
     * Returns whether the bundle may hold pointers into other bundles. Volatile: what it
     * has looked up by now is known.
     * @return {@code true} if it declares a dependency or ever reached for a peer
     */
    public boolean mayReachPeers() {
        return this.ledger.reachesPeersVolatile();
    }

    /**
     * {@return what the bundle registered, in order}
     */
    public List<GuestInterface> interfaces() {
        return this.interfaces;
    }

    /**
     * {@return what is known of the bundle across generations}
     */
    public BundleLedger ledger() {
        return this.ledger;
    }

    /**
     * {@return the bundle's name}
     */
    public String bundleName() {
        return this.ledger.bundleName();
    }

    /**
     * {@return the bundle's id}
     */
    public BundleId bundleId() {
        return this.bundleId;
    }

    /**
     * {@return the bundle's version}
     */
    public Version version() {
        return this.version;
    }

    /**
     * {@return which activation this is, from 1}
     */
    public long number() {
        return this.number;
    }

    /**
     * {@return the address of the host table made for this generation: 184 bytes, valid
     * as long as the runtime}
     */
    public long hostTable() {
        return this.hostTable;
    }

    /**
     * {@return the ids of the contracts that the bundle may look up while it initialises}
     */
    public Set<GuestContractId> declaredDependencies() {
        return this.declaredDependencies;
    }

    /**
     * {@return the first returned blocks of this generation}
     */
    public Quarantine quarantine() {
        return this.quarantine;
    }

    /**
     * {@return whether nothing that this generation returns may be freed, for a setting
     * or the bundle's behaviour says so}
     */
    public boolean borrowsReturnedMemory() {
        return this.rules.borrowsReturned() || this.ledger.keepsReturnedMemory();
    }

    /**
     * Counts an instance that a guest made for itself.
     * @param made the instance, with data
     */
    public void addGuestInstance(GuestOwned made) {
        this.guestInstances.computeIfAbsent(made, (key) -> new AtomicLong()).incrementAndGet();
    }

    /**
     * Stops counting an instance that a guest gave back.
     * @param given the instance, with who gives it back; that is most often who made it
     * @return whether it was counted
     */
    public boolean removeGuestInstance(GuestOwned given) {
        return given.instance().data() != 0 && (uncount(given)
                || this.guestInstances.keySet().stream().filter(given::isInstanceOf).anyMatch(this::uncount));
    }

    private boolean uncount(GuestOwned owned) {
        boolean[] counted = new boolean[1];
        this.guestInstances.computeIfPresent(owned, (key, count) -> {
            counted[0] = true;
            return (count.decrementAndGet() > 0) ? count : null;
        });
        return counted[0];
    }

    /**
     * {@return whether the bundle leaves to the host what it allocates for the arguments
     * of host contracts, as its manifest says}
     */
    public boolean leavesHostArguments() {
        return this.rules.leavesArguments();
    }

    /**
     * {@return whether the floating-point environment is put back after each call, for
     * the manifest says so, or the bundle was seen to change it}
     */
    public boolean restoresFloatingPoint() {
        return this.rules.restoresFloatingPoint() || this.ledger.changesFloatingPoint();
    }

    /**
     * Notes that a guest gets a table of this generation. Volatile, and under the pin of
     * the call that asks for it; or by a thread of a guest, whom nothing protects.
     */
    public void markKnownToGuestsVolatile() {
        this.knownToGuests = true;
    }

    /**
     * Returns whether a guest may keep a table of this generation. Volatile; pairs with
     * {@link #markKnownToGuestsVolatile()}: when no pin from before the replacement is
     * left, no further guest gets one.
     * @return {@code true} if one was handed out
     */
    public boolean isKnownToGuestsVolatile() {
        return this.knownToGuests;
    }

    /**
     * {@return the uses of this generation through tables that guests hold}
     */
    public GuestUses uses() {
        return this.uses;
    }

    /**
     * Notes that the library was closed: nothing is made for this generation any more.
     */
    public void markGone() {
        this.gone = true;
    }

    /**
     * {@return whether the library was closed: {@code true} from {@link #markGone()} on}
     */
    public boolean isGone() {
        return this.gone;
    }

    /**
     * {@return the instances that guests made and did not give back, each as often as it
     * was made}
     */
    public List<GuestOwned> guestInstances() {
        List<GuestOwned> found = new ArrayList<>();
        for (Map.Entry<GuestOwned, AtomicLong> each : this.guestInstances.entrySet()) {
            for (long i = each.getValue().get(); i > 0; i--) {
                found.add(each.getKey());
            }
        }
        return found;
    }

    /**
     * {@return the numbers above zero of instances with data that exist, contract by
     * contract, in the order of registration}
     */
    public List<LiveInstances> instancesByContract() {
        List<GuestOwned> made = guestInstances();
        List<LiveInstances> counts = new ArrayList<>();
        for (GuestInterface each : this.interfaces) {
            long guests = madeOf(each, made);
            long shared = each.hasStatefulInstance() ? 1 : 0;
            if (guests + shared > 0) {
                counts.add(new LiveInstances(each.contractName() + "@" + each.version().major(), guests, shared));
            }
        }
        return counts;
    }

    private static long madeOf(GuestInterface provider, List<GuestOwned> made) {
        long count = 0;
        for (GuestOwned owned : made) {
            count += (owned.guestInterface() == provider) ? 1 : 0;
        }
        return count;
    }

    /**
     * {@return how many instances with data exist, shared ones and those that guests
     * made}
     */
    public long liveInstances() {
        long shared = this.interfaces.stream().filter(GuestInterface::hasStatefulInstance).count();
        return shared + guestInstances().size();
    }

    @Override
    public String toString() {
        return "generation " + this.number + " of bundle '" + bundleName() + "'";
    }

    /**
     * An instance that a guest made for itself.
     *
     * @param guestInterface the implementation it is of
     * @param instance the instance
     * @param script the generation with the script that made it, or {@code null} if it
     * was no script
     */
    public record GuestOwned(GuestInterface guestInterface, GuestInstance instance, @Nullable Generation script) {

        private boolean isInstanceOf(GuestOwned other) {
            return other.guestInterface == this.guestInterface && other.instance.equals(this.instance);
        }

    }

    /**
     * The instances of one contract that a generation has.
     *
     * @param contract the contract's name and major version
     * @param ofGuests how many guests made and did not give back
     * @param shared 1 if the one exists that all proxies share
     */
    public record LiveInstances(String contract, long ofGuests, long shared) {

        /**
         * {@return how many there are, of guests and shared}
         */
        public long total() {
            return this.ofGuests + this.shared;
        }

        @Override
        public String toString() {
            return this.contract + " (" + this.ofGuests + " of guests, " + this.shared + " of Java)";
        }

    }

}
