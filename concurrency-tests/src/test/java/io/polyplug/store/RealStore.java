package io.polyplug.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.polyplug.contract.GuestContractHandle;
import io.polyplug.contract.GuestContractId;
import io.polyplug.contract.Version;
import io.polyplug.epoch.Epoch;
import io.polyplug.epoch.HomeSlots;
import io.polyplug.epoch.Pins;
import io.polyplug.error.BundleLoadException;
import io.polyplug.error.StaleHandleException;
import io.polyplug.ledger.BundleLedger;

/**
 * The store as it is, behind the operations. Twins override one of them.
 */
public class RealStore extends StoreOperations {

    private static final Version V1 = new Version(1, 0, 0);

    private final RuntimeStore<Boolean> store = new RuntimeStore<>(
            new Pins<>(new Epoch(), HomeSlots.Plan.NONE, 0, (memory) -> Boolean.TRUE), (revision) -> {
            });

    /** Both versions of each bundle. */
    private final List<List<Generation>> bundles = new ArrayList<>();

    /**
     * Makes an empty store.
     */
    public RealStore() {
        for (int bundle = 0; bundle < BUNDLES; bundle++) {
            BundleLedger ledger = new BundleLedger("bundle " + bundle);
            this.bundles.add(List.of(generation(ledger, 0), generation(ledger, 1)));
        }
    }

    private static Generation generation(BundleLedger ledger, int version) {
        Generation made = new Generation(ledger, V1, version, 0, Set.of(), CallRules.USUAL);
        for (int contract : VERSIONS.get(version)) {
            made.add(new GuestInterface(made, id(contract), "contract " + contract, V1,
                    new GuestInterface.Code(0, 0, new Dispatch.NativeTable(new long[] { 0x1000 })),
                    Registry.MAKES_NOTHING));
        }
        return made;
    }

    static GuestContractId id(int contract) {
        return GuestContractId.of("contract " + contract, 1);
    }

    final RuntimeStore<Boolean> store() {
        return this.store;
    }

    final Generation generation(int bundle, int version) {
        return this.bundles.get(bundle).get(version);
    }

    @Override
    public String activate(int bundle, int version) {
        try {
            this.store.activate(generation(bundle, version), generation(bundle, 1 - version), false);
            return ACTIVATED;
        }
        catch (BundleLoadException ex) {
            return REFUSED;
        }
    }

    @Override
    public void withdraw(int bundle, int version) {
        this.store.withdraw(generation(bundle, version));
    }

    @Override
    public List<String> find(int contract) {
        return this.store.findAll(id(contract), 0).stream().map(RealStore::name).toList();
    }

    @Override
    public String resolve(int slot, int vacated) {
        try {
            return name(this.store.resolve(new GuestContractHandle(slot, vacated)));
        }
        catch (StaleHandleException ex) {
            return STALE;
        }
    }

    static String name(GuestContractHandle handle) {
        return handle(handle.index(), handle.generation());
    }

    static String name(GuestInterface provider) {
        return provider.contractName() + " of version " + provider.generation() + " of " + provider.bundleName();
    }

}
