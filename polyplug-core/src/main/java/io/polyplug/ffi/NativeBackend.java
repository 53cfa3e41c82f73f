package io.polyplug.ffi;

import java.nio.ByteBuffer;

/**
 * One way to reach native code. Thread-safe; addresses are 64-bit and 0 is null.
 * <p>
 * Nothing here checks an address: a wrong one ends the process. All integers travel as
 * 64-bit words, which is how System V x86-64 and AArch64 pass every argument of the ABI
 * (docs/abi.md 5.9); only the 24-byte results are structs.
 */
public interface NativeBackend extends AutoCloseable {

    /** Bytes that {@link #prepareCallFrame} needs at the start of a call frame. */
    int CALL_HEADER_SIZE = 80;

    /**
     * Returns the name by which settings choose this backend.
     * @return {@code jna}, {@code ffm} or {@code none}
     */
    String name();

    /**
     * Returns whether native code can be reached at all.
     * @return {@code false} if all functions are Java's
     */
    default boolean opensLibraries() {
        return true;
    }

    /**
     * Returns the address of a symbol of the process itself, such as {@code dlopen}.
     * @param name the symbol's name
     * @return its address, or 0 if the process has none
     */
    long processSymbol(String name);

    /**
     * Returns the address of a direct buffer's first byte.
     * @param buffer a direct buffer
     * @return the address of index 0
     */
    long addressOf(ByteBuffer buffer);

    /**
     * Returns a window onto memory, in native byte order. The window does not keep the
     * memory alive.
     * @param address the first byte
     * @param size bytes, at least 1
     * @return the window
     */
    ByteBuffer view(long address, int size);

    /**
     * Copies bytes out of native memory.
     * @param address the first byte
     * @param length bytes, may be 0
     * @return the copy
     */
    byte[] copyOut(long address, int length);

    /**
     * Copies bytes into native memory.
     * @param bytes what to copy
     * @param address the first byte of the target
     */
    void copyIn(byte[] bytes, long address);

    /**
     * Reads one word.
     * @param address an address of 8 readable bytes
     * @return the word
     */
    long getWord(long address);

    /**
     * Reads one {@code uint32_t}.
     * @param address an address of 4 readable bytes
     * @return the number
     */
    int getInt(long address);

    /**
     * Writes one word.
     * @param address an address of 8 writable bytes
     * @param value the word
     */
    void putWord(long address, long value);

    /**
     * Writes one word so that native code which reads it with acquire sees everything
     * that was written before. Release; pairs with the acquire load of the revision in
     * guests (docs/abi.md 7.22).
     * @param address an address of 8 writable bytes
     * @param value the word
     */
    void putWordRelease(long address, long value);

    /**
     * Allocates on the C heap, uninitialised.
     * @param size bytes, at least 1
     * @param align a power of two
     * @return the block, or 0 when memory is exhausted
     */
    long allocate(long size, long align);

    /**
     * Allocates on the C heap, uninitialised.
     * @param size bytes, at least 1
     * @param align a power of two
     * @return the block, never 0
     * @throws OutOfMemoryError when memory is exhausted
     */
    default long require(long size, long align) {
        long address = allocate(size, align);
        if (address == 0) {
            throw new OutOfMemoryError("The C heap has no " + size + " bytes left");
        }
        return address;
    }

    /**
     * Frees a block of {@link #allocate}.
     * @param address the block, or 0
     */
    void free(long address);

    /**
     * Frees a block of {@link #allocate} whose size is known, which may be cheaper.
     * @param address the block, or 0
     * @param size its bytes
     */
    default void free(long address, long size) {
        free(address);
    }

    /**
     * Writes what {@link #callGuest} wants to find at the start of a frame; needed once
     * in a frame's life.
     * @param frame the memory of the frame
     * @param offset where in {@code frame} the header starts, a multiple of 8
     */
    void prepareCallFrame(ByteBuffer frame, int offset);

    /**
     * Calls a contract function:
     * {@code void fn(GuestContractInstance, const void *args, void *out, AbiError *err)}
     * (docs/abi.md 5.1).
     * @param function the code address
     * @param frame memory with a prepared header
     * @param offset where in {@code frame} the header starts
     * @param data the instance's data word
     * @param contractId the instance's second word
     * @param args the packed arguments, or 0
     * @param out room for the result, or 0
     * @param error the 24 bytes of an {@code AbiError}
     */
    void callGuest(long function, ByteBuffer frame, int offset, long data, long contractId, long args, long out,
            long error);

    /**
     * Calls the function of a virtual machine:
     * {@code void call(VmLoaderData, GuestContractInstance, uint32_t, const void *args, void *out, CallArena *arena, AbiError *err)}
     * (docs/abi.md 5.7).
     * @param function the code address
     * @param loaderData the machine's data
     * @param data the instance's data word
     * @param contractId the instance's second word
     * @param functionId which function of the contract
     * @param args the packed arguments, or 0
     * @param out room for the result, or 0
     * @param arena where the result may lie, or 0
     * @param error the 24 bytes of an {@code AbiError}
     */
    default void callMachine(long function, long loaderData, long data, long contractId, int functionId, long args,
            long out, long arena, long error) {
        invoke(Shape.VOID, function, 0, loaderData, data, contractId, functionId, args, out, arena, error);
    }

    /**
     * Calls any other function, off the fast path.
     * @param shape which result the function has
     * @param function the code address
     * @param result where a {@link Shape#STRUCT24} result goes, else 0
     * @param words the arguments
     * @return the result word, 0 for shapes without one
     */
    long invoke(Shape shape, long function, long result, long... words);

    /**
     * Makes what {@link #invoke} needs for a kind of function, so that nothing has to be
     * linked when one is called under a pin.
     * @param shape which result the function has
     * @param words how many arguments
     */
    void prepare(Shape shape, int words);

    /**
     * Makes a C function out of Java code; it lives until the backend is closed.
     * @param shape which result the function has
     * @param parameters how many words it takes
     * @param target the Java code
     * @return the code address
     */
    long upcall(Shape shape, int parameters, Upcall target);

    /**
     * Frees the C functions that {@link #upcall} made, and what calls need. Nothing
     * native may call them any more, and nothing may be called.
     */
    @Override
    void close();

    /** The result of a native function; parameters are always words. */
    enum Shape {

        /** No result. */
        VOID,

        /** An integer or pointer of up to 64 bits. */
        WORD,

        /** A struct of three words, returned through memory (docs/abi.md 5.9). */
        STRUCT24

    }

    /** Makes a backend; found by the service loader. */
    interface Provider {

        /**
         * Returns the name of the backend it makes.
         * @return {@code jna} or {@code ffm}
         */
        String name();

        /**
         * Looks whether the backend can run here, with as little work as that takes. From
         * Java 24 on the JVM's word about native access comes here.
         * @throws io.polyplug.error.ConfigurationException if it cannot run here
         * @throws IllegalCallerException if the JVM denies native access
         */
        void check();

        /**
         * Returns on whose behalf restricted methods are called.
         * @return a class of the module that needs native access
         */
        default Class<?> caller() {
            return getClass();
        }

        /**
         * Makes the backend.
         * @return a backend of its own
         * @throws io.polyplug.error.ConfigurationException if it cannot run here
         */
        NativeBackend create();

    }

    /** Java code that native code calls. */
    @FunctionalInterface
    interface Upcall {

        /**
         * Runs on the calling thread, which may be one that the guest started. Nothing
         * may be thrown.
         * @param words the arguments; the upper half of a 32-bit argument is not defined
         * @param result where 24 bytes go for {@link Shape#STRUCT24}, else 0
         * @return the result word, ignored for other shapes
         */
        long call(long[] words, long result);

    }

}
