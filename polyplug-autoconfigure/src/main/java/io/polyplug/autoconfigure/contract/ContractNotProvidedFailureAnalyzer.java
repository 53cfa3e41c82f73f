package io.polyplug.autoconfigure.contract;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains that a contract has no provider and the properties ask for one.
 */
final class ContractNotProvidedFailureAnalyzer extends AbstractFailureAnalyzer<ContractNotProvidedException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, ContractNotProvidedException cause) {
        return new FailureAnalysis(cause.getMessage(), "Add a bundle that provides '" + cause.contractName()
                + "' to one of 'polyplug.locations', or set 'polyplug.contracts.fail-fast' to 'false' to let only the"
                + " calls fail.", cause);
    }

}
