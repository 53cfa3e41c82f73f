package io.polyplug.error;

import org.jspecify.annotations.Nullable;

/**
 * Thrown by a call through a contract while no compatible provider of it is published.
 */
public final class ContractUnavailableException extends PolyplugException {

    private static final long serialVersionUID = 1L;

    private final String contractName;

    /**
     * Creates the exception.
     * @param contractName the contract's name
     * @param message what went wrong, why, and what to do
     */
    public ContractUnavailableException(String contractName, String message) {
        this(contractName, message, null);
    }

    /**
     * Creates the exception.
     * @param contractName the contract's name
     * @param message what went wrong, why, and what to do
     * @param cause the failure behind it, if there is one
     */
    public ContractUnavailableException(String contractName, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.contractName = contractName;
    }

    /**
     * Creates the exception.
     * @param contractName the contract's name
     * @param explanation what went wrong, why, and what to do
     */
    public ContractUnavailableException(String contractName, Explanation explanation) {
        this(contractName, explanation, null);
    }

    /**
     * Creates the exception.
     * @param contractName the contract's name
     * @param explanation what went wrong, why, and what to do
     * @param cause the failure behind it, if there is one
     */
    public ContractUnavailableException(String contractName, Explanation explanation, @Nullable Throwable cause) {
        super(explanation, cause);
        this.contractName = contractName;
    }

    /**
     * {@return the contract's name}
     */
    public String contractName() {
        return this.contractName;
    }

}
