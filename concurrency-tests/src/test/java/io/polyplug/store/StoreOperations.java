package io.polyplug.store;

import java.util.List;

import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;

/**
 * What Lincheck lets several threads do to a store: two bundles of two versions, two
 * contracts, and the first two handles of each slot that there can be.
 */
@Param(name = "bundle", gen = IntGen.class, conf = "0:1")
@Param(name = "version", gen = IntGen.class, conf = "0:1")
@Param(name = "contract", gen = IntGen.class, conf = "0:1")
@Param(name = "slot", gen = IntGen.class, conf = "0:3")
@Param(name = "vacated", gen = IntGen.class, conf = "0:1")
public abstract class StoreOperations {

    static final int BUNDLES = 2;

    static final int CONTRACTS = 2;

    /** What each version of a bundle provides, in the order of registration. */
    static final List<List<Integer>> VERSIONS = List.of(List.of(0, 1), List.of(1));

    static final String ACTIVATED = "activated";

    static final String REFUSED = "refused";

    static final String STALE = "stale";

    /** Returns how a handle is written: slot and how often it was vacated before. */
    static String handle(int slot, int vacated) {
        return slot + "#" + vacated;
    }

    /** Returns what a provider is called. */
    static String provider(int bundle, int version, int contract) {
        return "contract " + contract + " of version " + version + " of bundle " + bundle;
    }

    /**
     * Publishes a version of a bundle, in the place of the other one if that is
     * published.
     * @param bundle the bundle
     * @param version the version
     * @return that it was done, or refused since the version is published already
     */
    @Operation(params = { "bundle", "version" })
    public abstract String activate(int bundle, int version);

    /**
     * Takes away what a version of a bundle provides, if that is what is published.
     * @param bundle the bundle
     * @param version the version
     */
    @Operation(params = { "bundle", "version" })
    public abstract void withdraw(int bundle, int version);

    /**
     * Finds the providers of a contract.
     * @param contract the contract
     * @return their handles, in order
     */
    @Operation(params = "contract")
    public abstract List<String> find(int contract);

    /**
     * Resolves a handle.
     * @param slot its slot
     * @param vacated how often the slot had been vacated
     * @return the provider, or that it is stale
     */
    @Operation(params = { "slot", "vacated" })
    public abstract String resolve(int slot, int vacated);

}
