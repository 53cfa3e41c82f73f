package io.polyplug.abi;

/**
 * What the tables of guest and of host contracts have in common: where the code is
 * (docs/abi.md 3.1). The dispatch is a union of two words: {@code function_count} and
 * {@code functions}, or {@code call} and {@code loader_data}. The count is the lower half
 * of its word, which comes first on all processors that there are bundles for.
 *
 * @param dispatchType {@link Abi#DISPATCH_NATIVE} or {@link Abi#DISPATCH_VM}, if the
 * table is right
 * @param createInstance the address of {@code create_instance}
 * @param destroyInstance the address of {@code destroy_instance}
 * @param first the first word of the union
 * @param second the second word of the union
 */
public record TableCode(int dispatchType, long createInstance, long destroyInstance, long first, long second) {

    /**
     * Describes native functions.
     * @param createInstance the address of {@code create_instance}
     * @param destroyInstance the address of {@code destroy_instance}
     * @param count how many functions there are
     * @param functions where their addresses stand
     * @return the code
     */
    public static TableCode ofFunctions(long createInstance, long destroyInstance, int count, long functions) {
        return new TableCode(Abi.DISPATCH_NATIVE, createInstance, destroyInstance, Integer.toUnsignedLong(count),
                functions);
    }

    /**
     * Describes functions of a virtual machine.
     * @param createInstance the address of {@code create_instance}
     * @param destroyInstance the address of {@code destroy_instance}
     * @param call the address of the one function
     * @param loaderData its first argument
     * @return the code
     */
    public static TableCode ofMachine(long createInstance, long destroyInstance, long call, long loaderData) {
        return new TableCode(Abi.DISPATCH_VM, createInstance, destroyInstance, call, loaderData);
    }

    /**
     * Returns whether a virtual machine runs the functions.
     * @return {@code true} if the table says so
     */
    public boolean isVirtualMachine() {
        return this.dispatchType == Abi.DISPATCH_VM;
    }

    /**
     * Returns whether the functions are native.
     * @return {@code true} if the table says so
     */
    public boolean isNative() {
        return this.dispatchType == Abi.DISPATCH_NATIVE;
    }

    /**
     * Returns how many native functions there are.
     * @return the count, without a sign
     */
    public int functionCount() {
        return (int) this.first;
    }

    /**
     * Returns where the addresses of native functions stand.
     * @return the address of the array
     */
    public long functions() {
        return this.second;
    }

    /**
     * Returns the one function of a virtual machine.
     * @return its address
     */
    public long call() {
        return this.first;
    }

    /**
     * Returns what a virtual machine's function gets as its first argument.
     * @return the data
     */
    public long loaderData() {
        return this.second;
    }

}
