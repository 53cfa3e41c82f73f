package io.polyplug.builtin;

import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;

import io.polyplug.error.HostContractException;
import io.polyplug.hostcontract.HostContracts;
import io.polyplug.store.Generation;

/**
 * Registers the host contracts that every runtime offers. Thread-safe.
 */
public final class BuiltInContracts {

    private final HostContracts contracts;

    /**
     * Creates the registration.
     * @param contracts where they are registered
     */
    public BuiltInContracts(HostContracts contracts) {
        this.contracts = contracts;
    }

    /**
     * Registers the contract by which bundles learn where they may write.
     * @param paths returns the path of a bundle's folder, by the bundle's name, and makes
     * the folder
     */
    public void registerDataDirectories(UnaryOperator<String> paths) {
        this.contracts.registerForBundles(DataDirectory.class, (bundleName) -> () -> paths.apply(bundleName));
    }

    /**
     * Registers the contract by which bundles read their settings.
     * @param source returns the settings of a generation
     */
    public void registerConfig(Function<? super Generation, ? extends Map<String, String>> source) {
        this.contracts.registerForGenerations(Config.class, (generation) -> {
            try {
                return new BundleConfig(generation.bundleName(), source.apply(generation));
            }
            catch (RuntimeException ex) {
                throw new HostContractException(Config.NAME, "the settings of bundle '" + generation.bundleName()
                        + "' could not be read: " + ex.getMessage(), ex);
            }
        });
    }

}
