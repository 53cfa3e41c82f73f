package io.polyplug.proxy;

import java.nio.ByteBuffer;
import java.util.Arrays;

import io.polyplug.abi.Abi;
import io.polyplug.abi.ByteSink;
import io.polyplug.ffi.NativeBackend;
import io.polyplug.store.Dispatch;
import io.polyplug.store.GuestInstance;

/**
 * The memory of one guest call, behind the word of its pin. Only the holder of the pin
 * may use it.
 * <p>
 * Layout from the start of the slot's memory: the {@code AbiError} (24 bytes), room for
 * arguments, result and what views point at, and last the backend's call header (80
 * bytes). What does not fit is allocated and freed with the call.
 */
public final class CallFrame implements ByteSink {

    /** Bytes that a slot gives to a call. */
    public static final int SIZE = 456;

    /** Offset of the {@code AbiError}. */
    public static final int ERROR = 0;

    /** Offset of the room for arguments, result and what views point at. */
    public static final int ROOM = ERROR + Abi.ERROR_SIZE;

    /** Offset of the end of that room. */
    public static final int END = SIZE - NativeBackend.CALL_HEADER_SIZE;

    /** What a virtual machine's {@code call} takes; the instance is two words. */
    static final int MACHINE_WORDS = 8;

    /**
     * From this release on, memory behind a direct buffer can be closed by another thread
     * at any time.
     */
    private static final int FIRST_JAVA_WITH_ARENAS = 22;

    private static final boolean BUFFERS_STAY_OPEN = Runtime.version().feature() < FIRST_JAVA_WITH_ARENAS;

    private final NativeBackend backend;

    private final ByteBuffer memory;

    private final long address;

    private int used;

    private long[] allocated = new long[4];

    private int allocations;

    private Block arguments;

    private Block result;

    /**
     * Prepares the memory of a slot.
     * @param backend how native memory is reached
     * @param memory the slot's memory
     */
    public CallFrame(NativeBackend backend, ByteBuffer memory) {
        this.backend = backend;
        this.memory = memory;
        this.address = backend.addressOf(memory);
        this.arguments = new Block(memory, ROOM, 0);
        this.result = this.arguments;
        backend.prepareCallFrame(memory, END);
    }

    /** Makes room for a call and clears its error. */
    void open(int argumentSize, int resultSize) {
        this.used = ROOM;
        this.memory.putLong(ERROR, 0);
        this.memory.putLong(ERROR + Abi.ERROR_MESSAGE, 0);
        this.memory.putLong(ERROR + Abi.ERROR_MESSAGE + Abi.WORD, 0);
        this.arguments = reserve(argumentSize);
        this.result = reserve(resultSize);
    }

    private Block reserve(int size) {
        if (size == 0) {
            return new Block(this.memory, this.used, 0);
        }
        if (this.used + size <= END) {
            Block block = new Block(this.memory, this.used, this.address + this.used);
            this.used = Abi.aligned(this.used + size, Abi.WORD);
            return block;
        }
        long block = allocate(size);
        return new Block(this.backend.view(block, size), 0, block);
    }

    private long allocate(int size) {
        long block = this.backend.require(size, Abi.WORD);
        if (this.allocations == this.allocated.length) {
            this.allocated = Arrays.copyOf(this.allocated, this.allocations * 2);
        }
        this.allocated[this.allocations++] = block;
        return block;
    }

    Block arguments() {
        return this.arguments;
    }

    Block result() {
        return this.result;
    }

    /** Returns a place in the slot's own memory. */
    Block at(int offset) {
        return new Block(this.memory, offset, this.address + offset);
    }

    void call(long function, long data, long contractId) {
        this.backend.callGuest(function, this.memory, END, data, contractId, this.arguments.address(),
                this.result.address(), this.address + ERROR);
    }

    /**
     * {@code call(loader_data, instance, fn_id, args, out, arena, out_err)} (docs/abi.md
     * 5.7).
     */
    void call(Dispatch.VirtualMachine machine, int functionId, GuestInstance instance, long arena) {
        this.backend.callMachine(machine.callFunction(), machine.loaderData(), instance.data(), instance.contractId(),
                functionId, this.arguments.address(), this.result.address(), arena, this.address + ERROR);
    }

    int errorCode() {
        return this.memory.getInt(ERROR);
    }

    long errorMessage() {
        return this.memory.getLong(ERROR + Abi.ERROR_MESSAGE);
    }

    long errorMessageLength() {
        return this.memory.getLong(ERROR + Abi.ERROR_MESSAGE + Abi.WORD);
    }

    @Override
    public long store(byte[] bytes) {
        if (this.used + bytes.length <= END) {
            int at = this.used;
            this.memory.put(at, bytes);
            this.used = Abi.aligned(at + bytes.length, Abi.WORD);
            return this.address + at;
        }
        return copyOf(bytes);
    }

    /**
     * Copies bytes to a block of their own, which goes with the call.
     * @param bytes the bytes, at least one
     * @return the address of the copy
     */
    public long copyOf(byte[] bytes) {
        long block = allocate(bytes.length);
        this.backend.copyIn(bytes, block);
        return block;
    }

    /**
     * Where no native code reads it, memory has no address of its own, and would get a
     * new one for each call.
     */
    @Override
    public long share(ByteBuffer buffer) {
        if (buffer.isDirect() && BUFFERS_STAY_OPEN && this.backend.opensLibraries()) {
            return this.backend.addressOf(buffer) + buffer.position();
        }
        int size = buffer.remaining();
        long block = allocate(size);
        this.backend.view(block, size).put(buffer.duplicate());
        return block;
    }

    /** Frees what the call allocated. */
    public void close() {
        while (this.allocations > 0) {
            this.backend.free(this.allocated[--this.allocations]);
        }
    }

    /**
     * Room for a struct.
     *
     * @param memory where it is
     * @param at its offset there
     * @param address its address, 0 for an empty one
     */
    record Block(ByteBuffer memory, int at, long address) {
    }

}
