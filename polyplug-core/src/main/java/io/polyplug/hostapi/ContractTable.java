package io.polyplug.hostapi;

import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

import io.polyplug.abi.Abi;
import io.polyplug.abi.GuestTable;
import io.polyplug.abi.HostContractTable;
import io.polyplug.abi.TableCode;
import io.polyplug.contract.Version;
import io.polyplug.error.Explanation;
import io.polyplug.process.ExecutableCode;
import io.polyplug.process.ProcessMemory;
import io.polyplug.types.ContractDefinition;

/**
 * A table of functions that a bundle registers, read once: what was checked is what is
 * used. Immutable.
 */
final class ContractTable {

    private final long id;

    private final Version version;

    private final boolean singleton;

    private final TableCode code;

    /**
     * What stands where native functions would: {@code null} if it cannot be read, empty
     * where there are none.
     */
    private final long @Nullable [] functions;

    private ContractTable(long id, Version version, boolean singleton, TableCode code, long @Nullable [] functions) {
        this.id = id;
        this.version = version;
        this.singleton = singleton;
        this.code = code;
        this.functions = functions;
    }

    /**
     * Returns the table of a guest contract at an address, or {@code null} if it cannot
     * be read.
     */
    static @Nullable ContractTable readGuest(ProcessMemory memory, long address) {
        ByteBuffer bytes = memory.read(address, GuestTable.SIZE);
        if (bytes == null) {
            return null;
        }
        GuestTable table = GuestTable.read(bytes);
        return new ContractTable(table.contractId(), table.version(), false, table.code(),
                functions(memory, table.code()));
    }

    /**
     * Returns the table of a host contract at an address, or {@code null} if it cannot be
     * read.
     */
    static @Nullable ContractTable readHost(ProcessMemory memory, long address) {
        ByteBuffer bytes = memory.read(address, HostContractTable.SIZE);
        if (bytes == null) {
            return null;
        }
        HostContractTable table = HostContractTable.read(bytes);
        return new ContractTable(table.contractId(), table.version(), table.singleton(), table.code(),
                functions(memory, table.code()));
    }

    private static long @Nullable [] functions(ProcessMemory memory, TableCode code) {
        boolean plausible = code.functions() != 0 && isBelieved(code.functionCount());
        return plausible ? functions(memory, code.functions(), code.functionCount()) : new long[0];
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
        if (this.code.createInstance() == 0) {
            return "create_instance is null";
        }
        if (this.code.destroyInstance() == 0) {
            return "destroy_instance is null";
        }
        if (this.code.isVirtualMachine()) {
            return (this.code.call() == 0) ? "dispatch.vm.call is null" : null;
        }
        if (!this.code.isNative() || this.code.functionCount() == 0) {
            return null;
        }
        if (this.code.functions() == 0) {
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
    @Nullable Defect defect(ExecutableCode executable) {
        if (!this.code.isNative() && !this.code.isVirtualMachine()) {
            return new Defect("has an invalid dispatch_type: " + Integer.toUnsignedString(this.code.dispatchType()),
                    "Write 0 for native functions, or 1 for those of a virtual machine");
        }
        Defect defect = this.code.isVirtualMachine() ? defectOfMachine(executable) : defectOfFunctions(executable);
        if (defect == null && !executable.contains(this.code.createInstance())) {
            defect = noCode("create_instance", this.code.createInstance());
        }
        if (defect == null && !executable.contains(this.code.destroyInstance())) {
            defect = noCode("destroy_instance", this.code.destroyInstance());
        }
        return defect;
    }

    private @Nullable Defect defectOfMachine(ExecutableCode executable) {
        if (executable.contains(this.code.call())) {
            return null;
        }
        if (this.functions != null && this.functions.length > 0 && executable.contains(this.functions[0])) {
            return new Defect(
                    "is marked as run by a virtual machine (dispatch_type 1), and its table holds "
                            + this.code.functionCount() + " native functions",
                    "Write loader = \"native\" in the bundle.toml that it was generated from, and generate it again");
        }
        return noCode("dispatch.vm.call", this.code.call());
    }

    private @Nullable Defect defectOfFunctions(ExecutableCode executable) {
        if (!isBelieved(this.code.functionCount())) {
            return new Defect(
                    "claims " + Integer.toUnsignedString(this.code.functionCount()) + " functions; more than "
                            + ContractDefinition.MOST_FUNCTIONS + " are not believed",
                    "Let function_count say how many functions there are");
        }
        if (this.functions == null) {
            return new Defect(
                    "has dispatch.native.functions at 0x" + Long.toHexString(this.code.functions())
                            + ", where this process has no memory for " + this.code.functionCount() + " entries",
                    "Let it point at as many functions as function_count says");
        }
        for (int i = 0; i < this.functions.length; i++) {
            if (!executable.contains(this.functions[i])) {
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
        return this.id;
    }

    Version version() {
        return this.version;
    }

    /** Host contracts only: whether all requests get one instance. */
    boolean isSingleton() {
        return this.singleton;
    }

    /** Returns where the code is, as the table says. */
    TableCode code() {
        return this.code;
    }

    /** Returns the functions, by id; none if they cannot be read. */
    long[] readableFunctions() {
        return (this.functions != null) ? this.functions.clone() : new long[0];
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
