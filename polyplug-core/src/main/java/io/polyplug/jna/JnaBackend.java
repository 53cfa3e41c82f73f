package io.polyplug.jna;

import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import com.sun.jna.Callback;
import com.sun.jna.Native;
import com.sun.jna.Pointer;

import io.polyplug.error.ConfigurationException;
import io.polyplug.ffi.NativeBackend;
import io.polyplug.ffi.SlotMemory;
import io.polyplug.ffi.StackRoom;
import io.polyplug.platform.Platform;

/**
 * Reaches native code through JNA's direct doors to libffi: {@code Native.ffi_call} for
 * calls and raw closures for calls back. Both work on raw memory, which makes them an
 * order of magnitude faster than {@code Function} and {@code Callback}.
 */
public final class JnaBackend implements NativeBackend {

    private static final String NAME = "jna";

    private static final int WORD = Long.BYTES;

    /** What a contract function takes. */
    static final int CALL_WORDS = 5;

    private static final int MALLOC_ALIGNMENT = 16;

    /**
     * Comes first because it uses {@link Native} itself. If the JVM refuses to initialise
     * that class, its first user learns the reason; users of that user do not.
     */
    private final CallInterfaces interfaces = new CallInterfaces(ffiAbi());

    private final ProcessSymbols process = ProcessSymbols.find();

    private final long alignedAlloc = processSymbol("aligned_alloc");

    private final long guestCall = this.interfaces.of(Shape.VOID, CALL_WORDS);

    private final List<Closure> closures = new CopyOnWriteArrayList<>();

    /** Creates the backend. */
    public JnaBackend() {
    }

    private static int ffiAbi() {
        return Platform.current().isX86() ? 2 : 1;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public long processSymbol(String name) {
        return this.process.address(name);
    }

    @Override
    public long addressOf(ByteBuffer buffer) {
        return Pointer.nativeValue(Native.getDirectBufferPointer(buffer));
    }

    @Override
    public ByteBuffer view(long address, int size) {
        return new Pointer(address).getByteBuffer(0, size).order(ByteOrder.nativeOrder());
    }

    @Override
    public byte[] copyOut(long address, int length) {
        return (length == 0) ? new byte[0] : new Pointer(address).getByteArray(0, length);
    }

    @Override
    public void copyIn(byte[] bytes, long address) {
        new Pointer(address).write(0, bytes, 0, bytes.length);
    }

    @Override
    public long getWord(long address) {
        return new Pointer(address).getLong(0);
    }

    @Override
    public int getInt(long address) {
        return new Pointer(address).getInt(0);
    }

    @Override
    public void putWord(long address, long value) {
        new Pointer(address).setLong(0, value);
    }

    @Override
    public void putWordRelease(long address, long value) {
        VarHandle.releaseFence();
        putWord(address, value);
    }

    @Override
    public long allocate(long size, long align) {
        if (align <= MALLOC_ALIGNMENT) {
            return Native.malloc(size);
        }
        long rounded = (size + align - 1) & -align;
        return (rounded < size) ? 0 : invoke(Shape.WORD, this.alignedAlloc, 0, align, rounded);
    }

    @Override
    public void free(long address) {
        Native.free(address);
    }

    @Override
    public void prepareCallFrame(ByteBuffer frame, int offset) {
        long values = addressOf(frame) + offset + (long) CALL_WORDS * WORD;
        for (int i = 0; i < CALL_WORDS; i++) {
            frame.putLong(offset + i * WORD, values + (long) i * WORD);
        }
    }

    @Override
    public void callGuest(long function, ByteBuffer frame, int offset, long data, long contractId, long args, long out,
            long error) {
        StackRoom.reserve();
        int values = offset + CALL_WORDS * WORD;
        frame.putLong(values, data);
        frame.putLong(values + WORD, contractId);
        frame.putLong(values + 2 * WORD, args);
        frame.putLong(values + 3 * WORD, out);
        frame.putLong(values + 4 * WORD, error);
        Native.ffi_call(this.guestCall, function, 0, frame.getLong(offset) - (long) CALL_WORDS * WORD);
    }

    @Override
    public SlotMemory slotMemory(ByteBuffer buffer) {
        return new BufferMemory(buffer, addressOf(buffer), this.guestCall);
    }

    /**
     * From the C heap: a direct buffer would be one more for the collector, and whoever
     * makes one may have to sleep until it has freed others.
     */
    @Override
    public long invoke(Shape shape, long function, long result, long... words) {
        StackRoom.reserve();
        int count = words.length;
        long base = require((2L * count + 1) * WORD, WORD);
        try {
            long own = base + 2L * count * WORD;
            new Pointer(base).write(0, pointersAndValues(base, words), 0, 2 * count + 1);
            Native.ffi_call(this.interfaces.of(shape, count), function, (shape == Shape.STRUCT24) ? result : own, base);
            return (shape == Shape.WORD) ? getWord(own) : 0;
        }
        finally {
            free(base);
        }
    }

    /** The last word is room for the result. */
    private static long[] pointersAndValues(long base, long[] words) {
        int count = words.length;
        long[] memory = new long[2 * count + 1];
        for (int i = 0; i < count; i++) {
            memory[i] = base + (long) (count + i) * WORD;
            memory[count + i] = words[i];
        }
        return memory;
    }

    @Override
    public void prepare(Shape shape, int words) {
        this.interfaces.of(shape, words);
    }

    @Override
    public long upcall(Shape shape, int parameters, Upcall target) {
        Closure closure = new Closure(shape, parameters, target);
        closure.address = Native.ffi_prep_closure(this.interfaces.of(shape, parameters), closure);
        if (closure.address == 0) {
            throw new ConfigurationException("backend", "libffi could not make a callback: the system forbids memory"
                    + " that is writable and executable. Allow it for this process (see SELinux 'execmem')");
        }
        this.closures.add(closure);
        return getWord(closure.address);
    }

    @Override
    public void close() {
        for (Closure closure : this.closures) {
            Native.ffi_free_closure(closure.address);
        }
        this.closures.clear();
        this.interfaces.close();
    }

    /** Makes the backend. */
    public static final class Provider implements NativeBackend.Provider {

        /** Called by whoever chooses. */
        public Provider() {
        }

        @Override
        public String name() {
            return NAME;
        }

        /** JNA's, for it is JNA that loads a library. */
        @Override
        public Class<?> caller() {
            return Native.class;
        }

        /**
         * JNA unpacks and loads its own library, for only then it is known whether that
         * can be done.
         */
        @Override
        public void check() {
            Platform.current().requireCallable(NAME);
            if (Native.POINTER_SIZE != WORD) {
                throw new IllegalStateException("Pointers have " + Native.POINTER_SIZE + " bytes");
            }
        }

        @Override
        public NativeBackend create() {
            return new JnaBackend();
        }

    }

    /**
     * The Java end of a raw closure. The backend's list keeps it strongly reachable, as
     * JNA itself does not.
     */
    private static final class Closure implements Callback, Native.ffi_callback {

        private final Shape shape;

        private final int parameters;

        private final Upcall target;

        private long address;

        Closure(Shape shape, int parameters, Upcall target) {
            this.shape = shape;
            this.parameters = parameters;
            this.target = target;
        }

        @Override
        public void invoke(long callInterface, long result, long arguments) {
            try {
                Pointer place = new Pointer(result);
                if (this.shape == Shape.WORD) {
                    place.setLong(0, 0);
                }
                long word = this.target.call(words(arguments), (this.shape == Shape.STRUCT24) ? result : 0);
                if (this.shape == Shape.WORD) {
                    place.setLong(0, word);
                }
            }
            catch (Throwable ex) {
                // Nothing may cross into native code; the stack or the heap is at its end
                // here, and the result is zero.
            }
        }

        private long[] words(long arguments) {
            long[] words = new long[this.parameters];
            Pointer pointers = new Pointer(arguments);
            for (int i = 0; i < words.length; i++) {
                words[i] = pointers.getPointer((long) i * WORD).getLong(0);
            }
            return words;
        }

    }

}
