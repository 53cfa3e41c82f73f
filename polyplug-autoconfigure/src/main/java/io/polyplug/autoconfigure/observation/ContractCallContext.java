package io.polyplug.autoconfigure.observation;

import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a call that is observed.
 */
public final class ContractCallContext extends Observation.Context {

    private final String contractName;

    private final String functionName;

    private final @Nullable String bundleName;

    /**
     * Creates the context.
     * @param contractName the contract's name
     * @param functionName the name of the Java method
     * @param bundleName the bundle that was the contract's provider when the call began,
     * or {@code null} if there was none
     */
    public ContractCallContext(String contractName, String functionName, @Nullable String bundleName) {
        this.contractName = contractName;
        this.functionName = functionName;
        this.bundleName = bundleName;
    }

    /**
     * {@return the name of the contract that is called}
     */
    public String getContractName() {
        return this.contractName;
    }

    /**
     * {@return the name of the Java method that is called}
     */
    public String getFunctionName() {
        return this.functionName;
    }

    /**
     * {@return the name of the bundle that was the contract's provider when the call
     * began, or {@code null} if there was none}
     */
    public @Nullable String getBundleName() {
        return this.bundleName;
    }

}
