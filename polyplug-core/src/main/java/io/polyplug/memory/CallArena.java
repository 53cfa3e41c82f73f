package io.polyplug.memory;

import org.jspecify.annotations.Nullable;

import io.polyplug.abi.Abi;
import io.polyplug.abi.ByteSink;
import io.polyplug.ffi.NativeBackend;
import io.polyplug.store.Generation;

/**
 * A {@code CallArena}: memory for what one call of a virtual machine returns, allocated
 * from as docs/abi.md 3.5 says, since either side may do it. Belongs to the thread of the
 * call.
 * <p>
 * 40 bytes: cur at 0, end at 8, base at 16, host at 24, first overflow block at 32. A
 * block starts with 24 bytes: next at 0, capacity at 8, used at 16.
 */
public final class CallArena implements ByteSink {

    private static final int SIZE = 40;

    private static final int PRIMARY = 512;

    private static final int LEAST_BLOCK = 4096;

    private static final int BLOCK_HEADER = 24;

    private static final int END = 8;

    private static final int BASE = 16;

    private static final int HOST = 24;

    private static final int FIRST_OVERFLOW = 32;

    private final NativeBackend backend;

    private final GuestMemory memory;

    private final @Nullable Generation owner;

    private final long address;

    /**
     * Takes an arena that a caller made.
     * @param backend how native memory is reached
     * @param memory what overflow blocks come from
     * @param owner for whom overflow blocks are counted
     * @param address where it is
     */
    public CallArena(NativeBackend backend, GuestMemory memory, @Nullable Generation owner, long address) {
        this.backend = backend;
        this.memory = memory;
        this.owner = owner;
        this.address = address;
    }

    /**
     * Makes an arena with a primary region of 512 bytes, as generated callers do.
     * @param backend how native memory is reached
     * @param memory what overflow blocks come from
     * @param callee whose call it is for; its host table makes the blocks
     * @return the arena, to be released after its content was read
     */
    public static CallArena create(NativeBackend backend, GuestMemory memory, Generation callee) {
        long address = backend.require(SIZE + PRIMARY, Abi.WORD);
        backend.putWord(address, address + SIZE);
        backend.putWord(address + END, address + SIZE + PRIMARY);
        backend.putWord(address + BASE, address + SIZE);
        backend.putWord(address + HOST, callee.hostTable());
        backend.putWord(address + FIRST_OVERFLOW, 0);
        return new CallArena(backend, memory, callee, address);
    }

    /**
     * Returns where the arena is.
     * @return the address of 40 bytes
     */
    public long address() {
        return this.address;
    }

    /**
     * Allocates.
     * @param size bytes
     * @param align a power of two
     * @return the address, or 0 for size 0, another alignment, or exhaustion
     */
    long allocate(long size, long align) {
        if (size <= 0 || Long.bitCount(align) != 1 || align < 0) {
            return 0;
        }
        long found = bump(this.address, this.backend.getWord(this.address), this.backend.getWord(this.address + END), 0,
                size, align);
        long block = this.backend.getWord(this.address + FIRST_OVERFLOW);
        while (found == 0 && block != 0) {
            found = allocateIn(block, size, align);
            block = this.backend.getWord(block);
        }
        return (found != 0) ? found : allocateInNewBlock(size, align);
    }

    private long allocateIn(long block, long size, long align) {
        long used = this.backend.getWord(block + BASE);
        long capacity = this.backend.getWord(block + END);
        return bump(block + BASE, block + used, block + capacity, block, size, align);
    }

    /**
     * Serves from a region and notes its new end.
     * @param note where the end is noted
     * @param origin what the note counts from
     */
    private long bump(long note, long free, long end, long origin, long size, long align) {
        long start = (free + align - 1) & -align;
        if (start < free || size > end - start) {
            return 0;
        }
        this.backend.putWord(note, start + size - origin);
        return start;
    }

    private long allocateInNewBlock(long size, long align) {
        long capacity = Math.max(LEAST_BLOCK, BLOCK_HEADER + align + size);
        boolean canGrow = capacity > size && this.backend.getWord(this.address + HOST) != 0;
        long block = canGrow ? this.memory.allocate(this.owner, capacity, Abi.WORD) : 0;
        if (block == 0) {
            return 0;
        }
        this.backend.putWord(block, this.backend.getWord(this.address + FIRST_OVERFLOW));
        this.backend.putWord(block + END, capacity);
        this.backend.putWord(block + BASE, BLOCK_HEADER);
        this.backend.putWord(this.address + FIRST_OVERFLOW, block);
        return allocateIn(block, size, align);
    }

    @Override
    public long store(byte[] bytes) {
        long target = allocate(bytes.length, 1);
        if (target == 0) {
            throw new OutOfMemoryError("The caller's arena has no " + bytes.length + " bytes left");
        }
        this.backend.copyIn(bytes, target);
        return target;
    }

    /**
     * Frees the arena and its overflow blocks.
     * @param blocks those of the calling thread, still inside the call
     */
    public void release(CallBlocks blocks) {
        long block = this.backend.getWord(this.address + FIRST_OVERFLOW);
        while (block != 0) {
            long next = this.backend.getWord(block);
            this.memory.free(this.owner, blocks, block, this.backend.getWord(block + END), Abi.WORD);
            block = next;
        }
        this.backend.free(this.address);
    }

}
