package io.polyplug.staging;

import java.util.List;
import java.util.OptionalLong;

import org.jspecify.annotations.Nullable;

import io.polyplug.Compatibility;
import io.polyplug.bundle.Manifest;
import io.polyplug.bundle.Violations;
import io.polyplug.error.BundleLoadException;
import io.polyplug.error.Explanation;
import io.polyplug.store.Cell;
import io.polyplug.store.Generation;
import io.polyplug.store.GuestInstance;
import io.polyplug.store.GuestInterface;
import io.polyplug.store.ProviderRefusal;
import io.polyplug.store.RuntimeStore;

/**
 * What a generation has to satisfy before it is published: what cannot serve never is.
 * The life-cycle lock guards it.
 */
public final class StagingChecks {

    private final RuntimeStore<?> store;

    private final Compatibility compatibility;

    /**
     * Creates the checks.
     * @param store the published contracts and the cells that call them
     * @param compatibility what becomes of a wrong function count
     */
    public StagingChecks(RuntimeStore<?> store, Compatibility compatibility) {
        this.store = store;
        this.compatibility = compatibility;
    }

    /**
     * Checks a generation that has initialised, and makes the instances that proxies will
     * call at once.
     * @throws BundleLoadException naming the contract and what is wrong with it
     */
    void check(Generation next, @Nullable Generation previous, Manifest manifest) {
        for (GuestInterface provider : next.interfaces()) {
            checkFunctionCount(provider, manifest);
            List<Cell.Requirement> requirements = this.store.requirementsOn(provider);
            if (previous == null) {
                requirements.forEach((requirement) -> checkFit(provider, requirement));
            }
            if (!requirements.isEmpty()) {
                checkInstance(provider, previous);
            }
        }
    }

    private void checkFunctionCount(GuestInterface provider, Manifest manifest) {
        if (provider.isRunByVirtualMachine()) {
            return;
        }
        OptionalLong declared = manifest.functionCount(provider.contractName(), provider.version().major());
        if (declared.isPresent() && declared.getAsLong() != provider.functionCount()) {
            String what = "function count mismatch for contract '" + provider.contractName() + "@"
                    + Integer.toUnsignedString(provider.version().major()) + "'";
            String why = ": declared function_count " + declared.getAsLong() + " but interface exports "
                    + provider.functionCount();
            Violations.settle(this.compatibility,
                    new BundleLoadException(provider.bundleName(),
                            new Explanation(what + " of bundle '" + provider.bundleName() + "'" + why, what + why,
                                    "Rebuild the library, or correct function_count in its manifest")));
        }
    }

    /**
     * Of a replacement the store asks the same when it publishes: no cell may lose what
     * it calls.
     */
    private void checkFit(GuestInterface provider, Cell.Requirement requirement) {
        String misfit = requirement.misfit(provider);
        boolean served = this.store.providers(requirement.contractId())
            .stream()
            .anyMatch((other) -> requirement.concerns(other) && requirement.misfit(other) == null);
        if (misfit != null && !served) {
            throw ProviderRefusal.misfit(provider.bundleName(), misfit);
        }
    }

    /**
     * A factory that writes nothing is a stateless one or a failed one; nobody can tell.
     * Where the version that serves has an instance, it failed.
     */
    private static void checkInstance(GuestInterface provider, @Nullable Generation previous) {
        if (!provider.instance().equals(GuestInstance.NOTHING) || previous == null) {
            return;
        }
        for (GuestInterface before : previous.interfaces()) {
            if (before.contractId().equals(provider.contractId()) && !before.instance().equals(GuestInstance.NOTHING)) {
                throw new BundleLoadException(provider.bundleName(),
                        Explanation.ofBundle(provider.bundleName(),
                                "its factory for contract '" + provider.contractName()
                                        + "' returned no instance, and that of the version that serves does",
                                "Look at the bundle's log for what its create_instance misses"));
            }
        }
    }

}
