package io.polyplug.types;

import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

import io.polyplug.abi.Abi;
import io.polyplug.abi.ByteSink;
import io.polyplug.abi.ByteSource;

/**
 * {@code Buffer}: pointer at 0, length at 8, capacity at 16. The pointer counts for
 * nothing when the length is 0.
 *
 * @param asBuffer whether the Java side is a {@link ByteBuffer}, not a {@code byte[]}
 */
public record BytesType(boolean asBuffer) implements NativeType {

    @Override
    public int size() {
        return Abi.BUFFER_SIZE;
    }

    @Override
    public int alignment() {
        return Abi.WORD;
    }

    @Override
    public void write(ByteBuffer memory, int at, @Nullable Object value, ByteSink sink) {
        if (value == null) {
            throw new IllegalArgumentException("null is not allowed here. Pass an empty buffer for no bytes");
        }
        long address;
        long length;
        if (value instanceof ByteBuffer buffer) {
            length = buffer.remaining();
            address = (length == 0) ? 0 : sink.share(buffer);
        }
        else {
            byte[] bytes = (byte[]) value;
            length = bytes.length;
            address = (length == 0) ? 0 : sink.store(bytes);
        }
        memory.putLong(at, address);
        memory.putLong(at + Abi.WORD, length);
        memory.putLong(at + 2 * Abi.WORD, length);
    }

    @Override
    public Object read(ByteBuffer memory, int at, ByteSource source) {
        long address = memory.getLong(at);
        long length = memory.getLong(at + Abi.WORD);
        if (address == 0 && length != 0) {
            throw new IllegalArgumentException(
                    "the buffer says " + Long.toUnsignedString(length) + " bytes and points nowhere");
        }
        byte[] bytes = (length == 0) ? new byte[0] : source.take(address, length);
        return this.asBuffer ? ByteBuffer.wrap(bytes) : bytes;
    }

    @Override
    public boolean isMutable() {
        return true;
    }

    @Override
    public @Nullable Object copy(@Nullable Object value) {
        if (value instanceof ByteBuffer buffer) {
            return ByteBuffer.allocate(buffer.remaining()).put(buffer.duplicate()).flip();
        }
        return (value != null) ? ((byte[]) value).clone() : null;
    }

}
