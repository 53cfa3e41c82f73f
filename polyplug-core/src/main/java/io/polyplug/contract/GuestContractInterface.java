package io.polyplug.contract;

/**
 * One registered implementation of a guest contract, as a pinned reader sees it.
 * Immutable and safe to keep; only the native addresses it tells are bound to the pin it
 * was resolved under.
 */
public interface GuestContractInterface {

    /**
     * Returns the identity of the contract implemented.
     * @return the contract's id
     */
    GuestContractId contractId();

    /**
     * Returns the contract's name without a {@code @major} suffix.
     * @return the contract's name
     */
    String contractName();

    /**
     * Returns the version of the contract that the bundle implements.
     * @return the contract version
     */
    Version version();

    /**
     * Returns the bundle that registered this implementation.
     * @return the bundle's name
     */
    String bundleName();

    /**
     * Returns which activation of the bundle this implementation belongs to.
     * @return the generation, from 1
     */
    long generation();

    /**
     * Returns how many functions the implementation has.
     * @return the length of its function table
     */
    int functionCount();

    /**
     * Returns the code address of a function with the signature of ABI specification 4.1.
     * It may be called only while the guard that this interface was resolved under is
     * open; afterwards the library may be unmapped.
     * @param functionId the function's id, from 0
     * @return the code address
     * @throws IndexOutOfBoundsException if there is no such function
     */
    long functionAddress(int functionId);

}
