package io.polyplug.error;

import org.jspecify.annotations.Nullable;

/**
 * The failure of an asynchronous call that was not made because too many others wait for
 * a thread.
 */
public final class CallRejectedException extends PolyplugException {

    private static final long serialVersionUID = 1L;

    private final String contractName;

    /**
     * Creates the exception.
     * @param contractName the contract's name
     * @param explanation what went wrong, why, and what to do
     */
    public CallRejectedException(String contractName, Explanation explanation) {
        this(contractName, explanation, null);
    }

    /**
     * Creates the exception.
     * @param contractName the contract's name
     * @param explanation what went wrong, why, and what to do
     * @param cause the failure behind it, if there is one
     */
    public CallRejectedException(String contractName, Explanation explanation, @Nullable Throwable cause) {
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
