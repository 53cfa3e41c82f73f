package io.polyplug.error;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when a host contract cannot be registered.
 */
public final class HostContractException extends PolyplugException {

    private static final long serialVersionUID = 1L;

    private final String contractName;

    /**
     * Creates the exception.
     * @param contractName the contract's name
     * @param message what went wrong, why, and what to do
     */
    public HostContractException(String contractName, String message) {
        this(contractName, message, null);
    }

    /**
     * Creates the exception.
     * @param contractName the contract's name
     * @param message what went wrong, why, and what to do
     * @param cause the failure behind it, if there is one
     */
    public HostContractException(String contractName, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.contractName = contractName;
    }

    /**
     * Creates the exception.
     * @param contractName the contract's name
     * @param explanation what went wrong, why, and what to do
     */
    public HostContractException(String contractName, Explanation explanation) {
        this(contractName, explanation, null);
    }

    /**
     * Creates the exception.
     * @param contractName the contract's name
     * @param explanation what went wrong, why, and what to do
     * @param cause the failure behind it, if there is one
     */
    public HostContractException(String contractName, Explanation explanation, @Nullable Throwable cause) {
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
