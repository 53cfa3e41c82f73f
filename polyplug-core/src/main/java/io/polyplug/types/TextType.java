package io.polyplug.types;

import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

import io.polyplug.abi.Abi;
import io.polyplug.abi.ByteSink;
import io.polyplug.abi.ByteSource;
import io.polyplug.abi.Utf8;

/**
 * {@code StringView}: pointer at 0, length at 8. A null pointer reads as the empty text
 * whatever the length says.
 *
 * @param nullable whether {@code null} may be written, as a null view
 */
public record TextType(boolean nullable) implements NativeType {

    @Override
    public int size() {
        return Abi.VIEW_SIZE;
    }

    @Override
    public int alignment() {
        return Abi.WORD;
    }

    @Override
    public void write(ByteBuffer memory, int at, @Nullable Object value, ByteSink sink) {
        if (value == null && !this.nullable) {
            throw new IllegalArgumentException("null is not allowed here. Pass a text, or annotate it with @Nullable"
                    + " (in Kotlin: String?, and kotlin-reflect on the class path)");
        }
        byte[] bytes = (value != null) ? Utf8.encode((String) value) : new byte[0];
        memory.putLong(at, address(bytes, value, sink));
        memory.putLong(at + Abi.WORD, bytes.length);
    }

    /** An empty text is not absent: it gets an address, which nobody may read. */
    private static long address(byte[] bytes, @Nullable Object value, ByteSink sink) {
        if (value == null) {
            return 0;
        }
        return (bytes.length == 0) ? Abi.WORD : sink.store(bytes);
    }

    @Override
    public Object read(ByteBuffer memory, int at, ByteSource source) {
        long address = memory.getLong(at);
        long length = memory.getLong(at + Abi.WORD);
        return (address == 0 || length == 0) ? "" : Utf8.decode(source.take(address, length));
    }

}
