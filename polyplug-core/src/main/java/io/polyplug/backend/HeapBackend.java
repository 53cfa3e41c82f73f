package io.polyplug.backend;

import java.lang.invoke.VarHandle;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;

import io.polyplug.ffi.NativeBackend;
import io.polyplug.ffi.SlotMemory;

/**
 * Reaches no native code, for runtimes whose bundles are all Java objects: memory is on
 * the Java heap, functions are Java's own, and addresses are numbers that mean something
 * here only. Nothing is unpacked, opened or asked for, so it runs wherever Java does.
 * Thread-safe. An address that is wrong is an {@link IllegalStateException}.
 */
final class HeapBackend implements NativeBackend {

    /** What settings call it. */
    static final String NAME = "none";

    /** No small number is an address. */
    private static final long FIRST_ADDRESS = 1L << 32;

    /** As the C heap's; what ends a block is no part of the next one. */
    private static final int ALIGNMENT = 16;

    private final AtomicLong unused = new AtomicLong(FIRST_ADDRESS);

    private final NavigableMap<Long, Block> blocks = new ConcurrentSkipListMap<>();

    private final Map<Long, Upcall> functions = new ConcurrentHashMap<>();

    private final ReferenceQueue<ByteBuffer> collected = new ReferenceQueue<>();

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean opensLibraries() {
        return false;
    }

    @Override
    public long processSymbol(String name) {
        return 0;
    }

    /**
     * The memory stays the caller's: its address is good for as long as somebody holds
     * the buffer.
     */
    @Override
    public long addressOf(ByteBuffer buffer) {
        forgetCollected();
        long address = reserve(buffer.capacity(), ALIGNMENT);
        this.blocks.put(address, new Lent(address, buffer, this.collected));
        return address;
    }

    private void forgetCollected() {
        for (Reference<?> next = this.collected.poll(); next != null; next = this.collected.poll()) {
            if (next instanceof Lent lent) {
                this.blocks.remove(lent.address);
            }
        }
    }

    @Override
    public ByteBuffer view(long address, int size) {
        Map.Entry<Long, Block> found = this.blocks.floorEntry(address);
        ByteBuffer memory = (found != null) ? found.getValue().memory() : null;
        if (memory == null || address - found.getKey() > memory.capacity() - (long) size) {
            throw new IllegalStateException("There are no " + size + " bytes at address " + Long.toHexString(address));
        }
        return memory.slice((int) (address - found.getKey()), size).order(ByteOrder.nativeOrder());
    }

    @Override
    public byte[] copyOut(long address, int length) {
        byte[] bytes = new byte[length];
        if (length > 0) {
            view(address, length).get(bytes);
        }
        return bytes;
    }

    @Override
    public void copyIn(byte[] bytes, long address) {
        if (bytes.length > 0) {
            view(address, bytes.length).put(bytes);
        }
    }

    @Override
    public long getWord(long address) {
        return view(address, Long.BYTES).getLong(0);
    }

    @Override
    public int getInt(long address) {
        return view(address, Integer.BYTES).getInt(0);
    }

    @Override
    public void putWord(long address, long value) {
        view(address, Long.BYTES).putLong(0, value);
    }

    @Override
    public void putWordRelease(long address, long value) {
        VarHandle.releaseFence();
        putWord(address, value);
    }

    @Override
    public long allocate(long size, long align) {
        if (size > Integer.MAX_VALUE - Long.BYTES) {
            return 0;
        }
        ByteBuffer memory = ByteBuffer.allocate((int) size);
        long address = reserve(size, Math.max(align, ALIGNMENT));
        this.blocks.put(address, new Owned(memory));
        return address;
    }

    /** No address is given twice, so one that was freed is told from one that was not. */
    private long reserve(long size, long align) {
        long room = size + 1 + align;
        return aligned(this.unused.getAndAdd(aligned(room, ALIGNMENT)), align);
    }

    private static long aligned(long address, long align) {
        return (address + align - 1) & -align;
    }

    @Override
    public void free(long address) {
        this.blocks.remove(address);
    }

    @Override
    public void prepareCallFrame(ByteBuffer frame, int offset) {
    }

    @Override
    public void callGuest(long function, ByteBuffer frame, int offset, long data, long contractId, long args, long out,
            long error) {
        function(function).call(new long[] { data, contractId, args, out, error }, 0);
    }

    @Override
    public SlotMemory slotMemory(ByteBuffer buffer) {
        throw new UnsupportedOperationException("Nothing is compiled for memory on the Java heap");
    }

    @Override
    public long invoke(Shape shape, long function, long result, long... words) {
        return function(function).call(words, result);
    }

    private Upcall function(long address) {
        Upcall function = this.functions.get(address);
        if (function == null) {
            throw new IllegalStateException("There is no function at address " + Long.toHexString(address));
        }
        return function;
    }

    @Override
    public void prepare(Shape shape, int words) {
    }

    @Override
    public long upcall(Shape shape, int parameters, Upcall target) {
        long address = reserve(1, ALIGNMENT);
        this.functions.put(address, target);
        return address;
    }

    @Override
    public void close() {
        this.functions.clear();
        this.blocks.clear();
    }

    /** Memory with an address. */
    private interface Block {

        /** Returns the memory, or {@code null} if nobody holds it any more. */
        @Nullable ByteBuffer memory();

    }

    /** Memory that was allocated here. */
    private record Owned(ByteBuffer memory) implements Block {
    }

    /** A buffer of somebody else. */
    private static final class Lent extends WeakReference<ByteBuffer> implements Block {

        private final long address;

        Lent(long address, ByteBuffer buffer, ReferenceQueue<ByteBuffer> collected) {
            super(buffer, collected);
            this.address = address;
        }

        @Override
        public @Nullable ByteBuffer memory() {
            return get();
        }

    }

    /** Makes the backend. */
    static final class Provider implements NativeBackend.Provider {

        @Override
        public String name() {
            return NAME;
        }

        /** It can run everywhere. */
        @Override
        public void check() {
        }

        @Override
        public NativeBackend create() {
            return new HeapBackend();
        }

    }

}
