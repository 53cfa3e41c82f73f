package io.polyplug.ffi;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

import io.polyplug.backend.BackendChoice;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The memory of compiled calls, beside the buffer that it is.
 */
class SlotMemoryTests {

    private static final int SIZE = 64;

    private final NativeBackend backend = BackendChoice.of("auto").create();

    private final ByteBuffer buffer = ByteBuffer.allocateDirect(2 * SIZE)
        .alignedSlice(SIZE)
        .order(ByteOrder.nativeOrder());

    private final SlotMemory memory = this.backend.slotMemory(this.buffer);

    private final long first = this.memory.first();

    @AfterEach
    void close() {
        this.backend.close();
    }

    @Test
    @DisplayName("an address is that of the buffer's byte, whatever the buffer's position")
    void addresses() {
        assertThat(this.first).isEqualTo(this.backend.addressOf(this.buffer));
        this.buffer.position(8);
        assertThat(this.backend.slotMemory(this.buffer).first()).isEqualTo(this.first);
    }

    @Test
    @DisplayName("what is written is what the buffer has there, in native order, aligned or not")
    void writes() {
        for (int at = 0; at < Long.BYTES; at++) {
            long address = this.first + at;
            this.memory.putByte(address, (byte) -2);
            assertThat(this.buffer.get(at)).isEqualTo((byte) -2);
            this.memory.putShort(address, (short) 0x8102);
            assertThat(this.buffer.getShort(at)).isEqualTo((short) 0x8102);
            this.memory.putInt(address, 0x81020304);
            assertThat(this.buffer.getInt(at)).isEqualTo(0x81020304);
            this.memory.putLong(address, 0x8102030405060708L);
            assertThat(this.buffer.getLong(at)).isEqualTo(0x8102030405060708L);
            this.memory.increment(address);
            assertThat(this.buffer.getLong(at)).isEqualTo(0x8102030405060709L);
            this.memory.putFloat(address, -1.5f);
            assertThat(this.buffer.getFloat(at)).isEqualTo(-1.5f);
            this.memory.putDouble(address, -2.5);
            assertThat(this.buffer.getDouble(at)).isEqualTo(-2.5);
            this.memory.copyIn(new byte[] { 1, 2, 3 }, address);
            assertThat(new byte[] { this.buffer.get(at), this.buffer.get(at + 1), this.buffer.get(at + 2) })
                .containsExactly(1, 2, 3);
        }
    }

    @Test
    @DisplayName("what the buffer has is what is read")
    void reads() {
        for (int at = 0; at < Long.BYTES; at++) {
            long address = this.first + at;
            this.buffer.putLong(at, 0x81828384858687c8L);
            assertThat(this.memory.getByte(address)).isEqualTo(this.buffer.get(at));
            assertThat(this.memory.getShort(address)).isEqualTo(this.buffer.getShort(at));
            assertThat(this.memory.getInt(address)).isEqualTo(this.buffer.getInt(at));
            assertThat(this.memory.getLong(address)).isEqualTo(0x81828384858687c8L);
            this.buffer.putFloat(at, -1.5f);
            assertThat(this.memory.getFloat(address)).isEqualTo(-1.5f);
            this.buffer.putDouble(at, -2.5);
            assertThat(this.memory.getDouble(address)).isEqualTo(-2.5);
        }
    }

    @Test
    @DisplayName("ordered stores write words")
    void orderedStores() {
        this.memory.putOpaque(this.first + Long.BYTES, -3);
        this.memory.putRelease(this.first + 2 * Long.BYTES, -4);
        assertThat(this.buffer.getLong(Long.BYTES)).isEqualTo(-3);
        assertThat(this.buffer.getLong(2 * Long.BYTES)).isEqualTo(-4);
    }

    @Test
    @DisplayName("a word may be the last one of the memory")
    void lastWord() {
        long last = this.first + this.buffer.capacity() - Long.BYTES;
        this.memory.putLong(last, 5);
        this.memory.increment(last);
        assertThat(this.buffer.getLong(this.buffer.capacity() - Long.BYTES)).isEqualTo(6);
    }

    @Test
    @DisplayName("nothing is compiled for memory that no native code reaches")
    void heap() {
        try (NativeBackend heap = BackendChoice.of("none").create()) {
            assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> heap.slotMemory(ByteBuffer.allocate(SIZE)))
                .withMessage("Nothing is compiled for memory on the Java heap");
        }
    }

}
