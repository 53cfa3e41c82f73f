package io.polyplug.error;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when a Java interface cannot be a contract: an annotation is missing or a type
 * has no native form.
 */
public final class ContractDefinitionException extends PolyplugException {

    private static final long serialVersionUID = 1L;

    private final String interfaceName;

    /**
     * Creates the exception.
     * @param interfaceName the interface's class name
     * @param message what went wrong, why, and what to do
     */
    public ContractDefinitionException(String interfaceName, String message) {
        this(interfaceName, message, null);
    }

    /**
     * Creates the exception.
     * @param interfaceName the interface's class name
     * @param message what went wrong, why, and what to do
     * @param cause the failure behind it, if there is one
     */
    public ContractDefinitionException(String interfaceName, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.interfaceName = interfaceName;
    }

    /**
     * Creates the exception.
     * @param interfaceName the interface's class name
     * @param explanation what went wrong, why, and what to do
     */
    public ContractDefinitionException(String interfaceName, Explanation explanation) {
        this(interfaceName, explanation, null);
    }

    /**
     * Creates the exception.
     * @param interfaceName the interface's class name
     * @param explanation what went wrong, why, and what to do
     * @param cause the failure behind it, if there is one
     */
    public ContractDefinitionException(String interfaceName, Explanation explanation, @Nullable Throwable cause) {
        super(explanation, cause);
        this.interfaceName = interfaceName;
    }

    /**
     * {@return the interface's class name}
     */
    public String interfaceName() {
        return this.interfaceName;
    }

}
