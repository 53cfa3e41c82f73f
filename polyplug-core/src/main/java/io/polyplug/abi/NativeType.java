package io.polyplug.abi;

import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

/**
 * How one Java type lies in native memory. Immutable and thread-safe.
 */
public interface NativeType {

    /**
     * Returns the size.
     * @return bytes, padding at the end included
     */
    int size();

    /**
     * Returns the alignment.
     * @return bytes, a power of two
     */
    int alignment();

    /**
     * Writes a value.
     * @param memory where to
     * @param at its offset there
     * @param value the value
     * @param sink keeps what views point at
     * @throws IllegalArgumentException if the value has no native form; the message says
     * why
     */
    void write(ByteBuffer memory, int at, @Nullable Object value, ByteSink sink);

    /**
     * Reads a value.
     * @param memory where from
     * @param at its offset there
     * @param source copies what views point at
     * @return the value
     * @throws IllegalArgumentException if the bytes are no value of this type; the
     * message says why
     */
    @Nullable Object read(ByteBuffer memory, int at, ByteSource source);

}
