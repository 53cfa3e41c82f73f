package io.polyplug.contract;

/**
 * One registered implementation of a guest contract, as a pinned reader sees it.
 * Immutable and safe to keep; only the native addresses it tells are bound to the pin it
 * was resolved under.
 */
public interface GuestContractInterface {

    /**
     * {@return the id of the contract that is implemented}
     */
    GuestContractId contractId();

    /**
     * {@return the contract's name without a {@code @major} suffix}
     */
    String contractName();

    /**
     * {@return the version of the contract that the bundle implements}
     */
    Version version();

    /**
     * {@return the name of the bundle that registered this implementation}
     */
    String bundleName();

    /**
     * {@return which activation of the bundle this implementation belongs to, from 1}
     */
    long generation();

    /**
     * {@return how many functions the implementation has: the length of its function
     * table; for one that a virtual machine runs, what is known of it, or 0}
     */
    int functionCount();

    /**
     * {@return whether a virtual machine runs the functions (dispatch type 1, docs/abi.md
     * 3.1): there are no code addresses then}
     */
    boolean isRunByVirtualMachine();

    /**
     * Returns the code address of a function with the signature of every contract
     * function (docs/abi.md 5.1). It may be called only while the guard that this
     * interface was resolved under is open; afterwards the library may be unmapped.
     * @param functionId the function's id, from 0
     * @return the code address
     * @throws IndexOutOfBoundsException if there is no such function, or a virtual
     * machine runs it
     */
    long functionAddress(int functionId);

}
