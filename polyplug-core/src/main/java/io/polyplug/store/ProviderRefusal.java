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

    /**
     * Explains that a bundle registers a contract id once more.
     * @param provider what it registers
     * @param registered what it has registered under the same id
     * @return the explanation: a duplicate, or two names with one id
     */
    public static Explanation again(GuestInterface provider, GuestInterface registered) {
        return provider.contractName().equals(registered.contractName())
                ? duplicate(provider.bundleName(), provider.contractName())
                : Explanation.ofBundle(provider.bundleName(),
                        "it registers contract id " + provider.contractId() + " under the name '"
                                + provider.contractName() + "', a collision with '" + registered.contractName() + "'",
                        "Rename one of them");
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
        return new BundleLoadException(bundleName, Explanation.ofBundle(bundleName, misfit,
                "Load a version of the bundle that fits, or change the Java interface"));
    }

}
