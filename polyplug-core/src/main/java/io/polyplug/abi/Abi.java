package io.polyplug.abi;

/**
 * Numbers of polyplug ABI 1: sizes and offsets in bytes (docs/abi.md 2, 3) and error
 * codes (docs/abi.md 2.2).
 */
public final class Abi {

    /** What {@code polyplug_abi_version} has to return. */
    public static final int VERSION = 1;

    /** Size of a pointer or {@code size_t}. */
    public static final int WORD = 8;

    /** Size of a {@code StringView}: pointer at 0, length at 8. */
    public static final int VIEW_SIZE = 16;

    /** Size of a {@code Buffer}: pointer at 0, length at 8, capacity at 16. */
    public static final int BUFFER_SIZE = 24;

    /** Size of an {@code AbiError}: code at 0, message view at 8. */
    public static final int ERROR_SIZE = 24;

    /** Offset of the message in an {@code AbiError}. */
    public static final int ERROR_MESSAGE = 8;

    /** Size of a {@code GuestContractInstance}: data at 0, contract id at 8. */
    public static final int INSTANCE_SIZE = 16;

    /** Size of a {@code HostApi}. */
    public static final int HOST_API_SIZE = 184;

    /** Dispatch through a table of native functions. */
    public static final int DISPATCH_NATIVE = 0;

    /** Dispatch through one function of a virtual machine. */
    public static final int DISPATCH_VM = 1;

    /** Success. */
    public static final int OK = 0;

    /** A failure that has no code of its own. */
    public static final int GENERIC = 1;

    /** An unexpected failure that was caught. */
    public static final int PANIC = 3;

    /** Something that is not there, or not any more. */
    public static final int NOT_FOUND = 4;

    /** A function id beyond the table. */
    public static final int FUNCTION_NOT_AVAILABLE = 6;

    /** A second registration of a contract by one bundle. */
    public static final int DUPLICATE_PROVIDER = 7;

    /** A null argument or a malformed table. */
    public static final int INVALID_POINTER = 8;

    /** A call that would wait for itself. */
    public static final int REENTRANT_CALL = 9;

    /** A host contract that is not registered, or not any more. */
    public static final int HOST_CONTRACT_NOT_FOUND = 100;

    private Abi() {
    }

    /**
     * Rounds up to an alignment.
     * @param offset bytes
     * @param alignment a power of two
     * @return the least multiple of {@code alignment} that is not below {@code offset}
     */
    public static int aligned(int offset, int alignment) {
        return (offset + alignment - 1) & -alignment;
    }

}
