package io.polyplug.autoconfigure;

import io.polyplug.error.ContractDefinitionException;

/**
 * Explains an interface that cannot be a contract.
 */
final class ContractDefinitionFailureAnalyzer extends PolyplugFailureAnalyzer<ContractDefinitionException> {

    @Override
    String action(ContractDefinitionException failure) {
        return cureOr(failure, "Change the interface " + failure.interfaceName()
                + ", or keep it out of the application's packages and of @ImportGuestContracts");
    }

}
