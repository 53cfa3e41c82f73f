package io.polyplug.store;

import io.polyplug.error.BundleLoadException;
import io.polyplug.error.Explanation;

/**
 * Why an implementation of a contract may not be published, in words.
 */
public final class ProviderRefusal {

    private ProviderRefusal() {
    }

    /**
     * Explains that a bundle registers a contract once more.
     * @param bundleName the bundle's name
     * @param contractName the contract's name
     * @return the explanation
     */
    public static Explanation duplicate(String bundleName, String contractName) {
        return Explanation.ofBundle(bundleName,
                "it is a duplicate provider of contract '" + contractName + "', which it has registered before",
                "Register each contract once");
    }

    static Explanation collision(GuestInterface provider, GuestInterface other) {
        return Explanation.ofBundle(provider.bundleName(),
                "it registers contract id " + provider.contractId() + " under the name '" + provider.contractName()
                        + "', a collision with '" + other.contractName() + "' of bundle '" + other.bundleName() + "'",
                "Rename one of them");
    }

    /**
     * Refuses what the application's interfaces cannot call.
     * @param bundleName the bundle's name
     * @param misfit what does not fit
     * @return the exception
     */
    public static BundleLoadException misfit(String bundleName, String misfit) {
        return new BundleLoadException(bundleName, misfit,
                "Load a version of the bundle that fits, or change the Java interface", null);
    }

}
