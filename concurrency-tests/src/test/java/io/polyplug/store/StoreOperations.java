package io.polyplug.store;

import java.util.List;

import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;

/**
 * What Lincheck lets several threads do to a store: two bundles, two contracts, and all
 * handles that there can be.
 */
@Param(name = "bundle", gen = IntGen.class, conf = "0:1")
@Param(name = "contract", gen = IntGen.class, conf = "0:1")
@Param(name = "slot", gen = IntGen.class, conf = "0:1")
@Param(name = "vacated", gen = IntGen.class, conf = "0:1")
public abstract class StoreOperations {

    static final int BUNDLES = 2;

    static final int CONTRACTS = 2;

    static final String REFUSED = "refused";

    static final String STALE = "stale";

    /** Returns how a handle is written: slot and how often it was vacated before. */
    static String handle(int slot, int vacated) {
        return slot + "#" + vacated;
    }

    /** Returns what a provider is called. */
    static String provider(int bundle, int contract) {
        return "contract " + contract + " of bundle " + bundle;
    }

    /**
     * Registers a bundle's implementation of a contract.
     * @param bundle the bundle
     * @param contract the contract
     * @return its handle, or that there is one
     */
    @Operation(params = { "bundle", "contract" })
    public abstract String register(int bundle, int contract);

    /**
     * Takes away all that a bundle has registered.
     * @param bundle the bundle
     */
    @Operation(params = "bundle")
    public abstract void withdraw(int bundle);

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
