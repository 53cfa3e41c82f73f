package io.polyplug.hostapi;

import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

import io.polyplug.abi.Abi;
import io.polyplug.abi.ContractDefinition;
import io.polyplug.contract.Version;
import io.polyplug.error.Explanation;
import io.polyplug.process.ExecutableCode;
import io.polyplug.process.ProcessMemory;

/**
 * A table of functions that a bundle registers, read once: what was checked is what is
 * used. Immutable.
 */
final class ContractTable {

    /** {@code GuestContractInterface} (docs/abi.md 3.2). */
    static final Layout GUEST = new Layout(20, 24, 32, 40, Abi.GUEST_INTERFACE_SIZE);

    /** {@code HostContractInterface}. */
    static final Layout HOST = new Layout(24, 48, 56, 64, Abi.HOST_INTERFACE_SIZE);

    private final Layout layout;

    private final ByteBuffer head;

    /**
     * What stands where native functions would: {@code null} if it cannot be read, empty
     * where there are none.
     */
    private final long @Nullable [] functions;

    private ContractTable(Layout layout, ByteBuffer head, long @Nullable [] functions) {
        this.layout = layout;
        this.head = head;
        this.functions = functions;
    }

    /** Returns the table at an address, or {@code null} if it cannot be read. */
    static @Nullable ContractTable read(ProcessMemory memory, long address, Layout layout) {
        ByteBuffer head = memory.read(address, layout.size());
        if (head == null) {
            return null;
        }
        int count = head.getInt(layout.dispatch());
        long array = head.getLong(layout.dispatch() + Abi.WORD);
        boolean plausible = array != 0 && isBelieved(count);
        return new ContractTable(layout, head, plausible ? functions(memory, array, count) : new long[0]);
    }

    private static long @Nullable [] functions(ProcessMemory memory, long array, int count) {
        ByteBuffer words = memory.read(array, count * Abi.WORD);
        if (words == null) {
            return null;
        }
        long[] functions = new long[count];
        words.asLongBuffer().get(functions);
        return functions;
    }

    private static boolean isBelieved(int count) {
        return Integer.compareUnsigned(count, ContractDefinition.MOST_FUNCTIONS) <= 0;
    }

    /** Returns what is null and must not be, or {@code null}. */
    @Nullable String missing() {
        if (createFunction() == 0) {
            return "create_instance is null";
        }
        if (destroyFunction() == 0) {
            return "destroy_instance is null";
        }
        if (isVirtualMachine()) {
            return (callFunction() == 0) ? "dispatch.vm.call is null" : null;
        }
        if (dispatchType() != Abi.DISPATCH_NATIVE || count() == 0) {
            return null;
        }
        if (array() == 0) {
            return "dispatch.native.functions is null";
        }
        for (long function : readableFunctions()) {
            if (function == 0) {
                return "dispatch.native.functions has a null entry";
            }
        }
        return null;
    }

    /**
     * Returns what ends the process when it is called, or {@code null}.
     */
    @Nullable Defect defect(ExecutableCode code) {
        if (dispatchType() != Abi.DISPATCH_NATIVE && !isVirtualMachine()) {
            return new Defect("has an invalid dispatch_type: " + Integer.toUnsignedString(dispatchType()),
                    "Write 0 for native functions, or 1 for those of a virtual machine");
        }
        Defect defect = isVirtualMachine() ? defectOfMachine(code) : defectOfFunctions(code);
        if (defect == null && !code.contains(createFunction())) {
            defect = noCode("create_instance", createFunction());
        }
        if (defect == null && !code.contains(destroyFunction())) {
            defect = noCode("destroy_instance", destroyFunction());
        }
        return defect;
    }

    private @Nullable Defect defectOfMachine(ExecutableCode code) {
        if (code.contains(callFunction())) {
            return null;
        }
        if (this.functions != null && this.functions.length > 0 && code.contains(this.functions[0])) {
            return new Defect(
                    "is marked as run by a virtual machine (dispatch_type 1), and its table holds " + count()
                            + " native functions",
                    "Write loader = \"native\" in the bundle.toml that it was generated from, and generate it again");
        }
        return noCode("dispatch.vm.call", callFunction());
    }

    private @Nullable Defect defectOfFunctions(ExecutableCode code) {
        if (!isBelieved(count())) {
            return new Defect(
                    "claims " + Integer.toUnsignedString(count()) + " functions; more than "
                            + ContractDefinition.MOST_FUNCTIONS + " are not believed",
                    "Let function_count say how many functions there are");
        }
        if (this.functions == null) {
            return new Defect(
                    "has dispatch.native.functions at 0x" + Long.toHexString(array())
                            + ", where this process has no memory for " + count() + " entries",
                    "Let it point at as many functions as function_count says");
        }
        for (int i = 0; i < this.functions.length; i++) {
            if (!code.contains(this.functions[i])) {
                return noCode("function " + i, this.functions[i]);
            }
        }
        return null;
    }

    private static Defect noCode(String entry, long address) {
        return new Defect("has no code for " + entry + ": 0x" + Long.toHexString(address)
                + " lies in no executable memory of this process", "Put the address of a function there");
    }

    long id() {
        return this.head.getLong(0);
    }

    Version version() {
        return new Version(this.head.getInt(8), this.head.getInt(12), this.head.getInt(16));
    }

    /** Host contracts only: whether all requests get one instance. */
    boolean isSingleton() {
        return this.head.get(20) != 0;
    }

    boolean isVirtualMachine() {
        return dispatchType() == Abi.DISPATCH_VM;
    }

    private int dispatchType() {
        return this.head.getInt(this.layout.dispatchType());
    }

    long createFunction() {
        return this.head.getLong(this.layout.create());
    }

    long destroyFunction() {
        return this.head.getLong(this.layout.destroy());
    }

    long callFunction() {
        return this.head.getLong(this.layout.dispatch());
    }

    long loaderData() {
        return array();
    }

    private int count() {
        return this.head.getInt(this.layout.dispatch());
    }

    /** Returns where the bundle keeps its functions; a virtual machine's data. */
    long array() {
        return this.head.getLong(this.layout.dispatch() + Abi.WORD);
    }

    /** Returns the functions, by id; none if they cannot be read. */
    long[] readableFunctions() {
        return (this.functions != null) ? this.functions.clone() : new long[0];
    }

    /**
     * Where things stand in a table, in bytes from its start.
     *
     * @param dispatchType the kind of dispatch
     * @param create the factory
     * @param destroy the destructor
     * @param dispatch the union: {@code {count, functions}} or {@code {call, data}}
     * @param size the whole
     */
    record Layout(int dispatchType, int create, int destroy, int dispatch, int size) {
    }

    /**
     * Why a table may not be registered.
     *
     * @param reason a clause about the contract, without its name
     * @param cure what to do about it
     */
    record Defect(String reason, String cure) {

        Explanation explain(String bundleName, String contract) {
            return Explanation.ofBundle(bundleName, contract + " " + this.reason, this.cure);
        }

    }

}
