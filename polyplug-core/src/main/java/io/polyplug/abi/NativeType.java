package io.polyplug.abi;

import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

/**
 * How one Java type lies in native memory. Immutable and thread-safe.
 */
interface NativeType {

    /**
     * Returns the size in bytes, padding at the end included.
     */
    int size();

    /**
     * Returns the alignment in bytes.
     */
    int alignment();

    /**
     * Writes a value.
     * @throws IllegalArgumentException if the value has no native form; the message says
     * why
     */
    void write(ByteBuffer memory, int at, @Nullable Object value, ByteSink sink);

    /**
     * Reads a value.
     * @throws IllegalArgumentException if the bytes are no value of this type; the
     * message says why
     */
    @Nullable Object read(ByteBuffer memory, int at, ByteSource source);

}
