package io.polyplug.autoconfigure.contract;

/**
 * Thrown at start-up when there is no provider of a contract after loading, and the
 * properties ask for one.
 */
final class ContractNotProvidedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String contractName;

    ContractNotProvidedException(String contractName, String message) {
        super(message);
        this.contractName = contractName;
    }

    String contractName() {
        return this.contractName;
    }

}
