package io.polyplug.proxy;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.polyplug.backend.BackendChoice;
import io.polyplug.ffi.NativeBackend;
import io.polyplug.jna.JnaBackend;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * The memory of one call: where upstream's hosts have an arena.
 */
class CallFrameTests {

    private final JnaBackend jna = new JnaBackend();

    /** Blocks that were allocated and not freed. */
    private final List<Long> blocks = new ArrayList<>();

    private int allocations;

    private final ByteBuffer memory = ByteBuffer.allocateDirect(CallFrame.SIZE).order(java.nio.ByteOrder.nativeOrder());

    private final CallFrame frame = new CallFrame(watched(), this.memory);

    private final long start = this.jna.addressOf(this.memory);

    /** The real backend, with a list of its blocks. */
    private NativeBackend watched() {
        return (NativeBackend) Proxy.newProxyInstance(NativeBackend.class.getClassLoader(),
                new Class<?>[] { NativeBackend.class }, (proxy, method, arguments) -> {
                    try {
                        Object result = method.invoke(this.jna, arguments);
                        switch (method.getName()) {
                            case "require", "allocate" -> {
                                this.allocations++;
                                this.blocks.add((Long) result);
                            }
                            case "free" -> this.blocks.remove(arguments[0]);
                            default -> {
                            }
                        }
                        return result;
                    }
                    catch (InvocationTargetException ex) {
                        throw ex.getCause();
                    }
                });
    }

    @AfterEach
    void closeBackend() {
        this.frame.close();
        assertThat(this.blocks).as("what the call allocated").isEmpty();
        this.jna.close();
    }

    private long store(int size) {
        byte[] bytes = new byte[size];
        Arrays.fill(bytes, (byte) size);
        long address = this.frame.store(bytes);
        assertThat(this.jna.copyOut(address, size)).isEqualTo(bytes);
        return address;
    }

    private boolean isInside(long address) {
        return address >= this.start && address < this.start + CallFrame.SIZE;
    }

    @Test
    @DisplayName("two pieces of eight bytes are neighbours in the call's own memory")
    void piecesAreNeighbours() {
        this.frame.open(0, 0);
        long first = store(8);
        assertThat(store(8)).isEqualTo(first + 8);
        assertThat(isInside(first)).isTrue();
        assertThat(this.allocations).isZero();
    }

    @Test
    @DisplayName("behind one byte the next piece is aligned again")
    void piecesAreAligned() {
        this.frame.open(0, 0);
        long first = store(1);
        assertThat(first % 8).isZero();
        assertThat(store(16)).isEqualTo(first + 8);
    }

    @Test
    @DisplayName("nothing needs no room and has no address")
    void nothingHasNoAddress() {
        this.frame.open(0, 0);
        assertThat(this.frame.arguments().address()).isZero();
        assertThat(this.frame.result().address()).isZero();
        assertThat(this.allocations).isZero();
    }

    @Test
    @DisplayName("what does not fit is allocated, once each; small pieces go on in the call's own memory")
    void whatDoesNotFitIsAllocated() {
        this.frame.open(16, 16);
        assertThat(isInside(store(CallFrame.SIZE))).isFalse();
        assertThat(this.allocations).isEqualTo(1);
        assertThat(isInside(store(8))).isTrue();
        assertThat(isInside(store(4096))).isFalse();
        assertThat(this.allocations).isEqualTo(2);
        assertThat(this.blocks).hasSize(2);
    }

    @Test
    @DisplayName("64 KiB are one block, as arguments, as a result and as a piece")
    void hugePiecesAreOneBlock() {
        this.frame.open(1 << 16, 1 << 16);
        store(1 << 16);
        assertThat(this.allocations).isEqualTo(3);
        assertThat(this.frame.arguments().memory().capacity()).isEqualTo(1 << 16);
        assertThat(this.frame.result().address()).isIn(this.blocks);
    }

    @Test
    @DisplayName("AB-46: the next call begins where this one began, and finds its error cleared")
    void memoryIsUsedAgain() {
        this.frame.open(8, 8);
        long first = store(100);
        long arguments = this.frame.arguments().address();
        this.memory.putInt(CallFrame.ERROR, 77);
        assertThat(this.frame.errorCode()).isEqualTo(77);
        this.frame.close();
        this.frame.open(8, 8);
        assertThat(this.frame.errorCode()).isZero();
        assertThat(this.frame.arguments().address()).isEqualTo(arguments);
        assertThat(store(100)).isEqualTo(first);
        assertThat(this.allocations).isZero();
    }

    @Test
    @DisplayName("closing frees every block, more than there was room to note them at first")
    void closingFreesEveryBlock() {
        this.frame.open(1000, 1000);
        for (int i = 0; i < 20; i++) {
            store(1000 + i);
        }
        assertThat(this.blocks).hasSize(22);
        this.frame.close();
        assertThat(this.blocks).isEmpty();
        this.frame.close();
        assertThat(this.allocations).isEqualTo(22);
    }

    @Test
    @DisplayName("without native code a direct buffer of the caller has no address after the call")
    void buffersAreNotRememberedWithoutNativeCode() {
        ByteBuffer shared = ByteBuffer.allocateDirect(8).put(0, (byte) 7);
        try (NativeBackend heap = BackendChoice.of("none").create()) {
            CallFrame call = new CallFrame(heap, this.memory);
            long address = call.share(shared);
            assertThat(heap.copyOut(address, 8)).startsWith(7);
            call.close();
            assertThatIllegalStateException().isThrownBy(() -> heap.copyOut(address, 8));
        }
    }

}
