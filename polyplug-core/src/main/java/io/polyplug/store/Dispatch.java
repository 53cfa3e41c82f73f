package io.polyplug.store;

/**
 * How the functions of an implementation are reached (docs/abi.md 3.1).
 */
public sealed interface Dispatch {

    /**
     * Code addresses, one a function.
     *
     * @param functions the addresses, by function id
     */
    @SuppressWarnings("ArrayRecordComponent")
    record NativeTable(long[] functions) implements Dispatch {
    }

    /**
     * One function for all, which gets the function id and a call arena (docs/abi.md
     * 5.7).
     *
     * @param callFunction the address of that function
     * @param loaderData its first argument, and the first one of factory and destructor
     * @param functionCount how many functions there are, or 0 if that is not known
     */
    record VirtualMachine(long callFunction, long loaderData, int functionCount) implements Dispatch {
    }

}
