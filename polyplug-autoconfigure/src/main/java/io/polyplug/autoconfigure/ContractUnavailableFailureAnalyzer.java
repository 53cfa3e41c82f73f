package io.polyplug.autoconfigure;

import io.polyplug.error.ContractUnavailableException;

/**
 * Explains a contract that was called while the application started and that nobody
 * provided, mostly because no bundle had been loaded yet.
 */
final class ContractUnavailableFailureAnalyzer extends PolyplugFailureAnalyzer<ContractUnavailableException> {

    @Override
    String action(ContractUnavailableException failure) {
        return "Bundles are loaded when all singletons have been created. Call the contract after that: from an"
                + " ApplicationRunner, from a SmartLifecycle with a phase above BundleLifecycle.PHASE, or when it is"
                + " needed. If no bundle provides '" + failure.contractName()
                + "', add one to one of 'polyplug.locations'.";
    }

}
