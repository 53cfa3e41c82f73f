package io.polyplug.types;

import java.nio.ByteBuffer;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.polyplug.abi.ByteSink;
import io.polyplug.abi.ByteSource;

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

    /**
     * Returns whether values can be changed after they were made.
     * @return {@code true} if {@link #copy} makes another object
     */
    default boolean isMutable() {
        return false;
    }

    /**
     * Copies a value, if it can be changed.
     * @param value a value of this type, or {@code null}, whether that may be written or
     * not
     * @return the value, or an equal one that only the caller knows
     */
    default @Nullable Object copy(@Nullable Object value) {
        return value;
    }

    /**
     * Returns whether two values are equal, whatever arrays are in them.
     * @param one a value of this type, or {@code null}
     * @param other another one
     * @return whether they are
     */
    default boolean isSame(@Nullable Object one, @Nullable Object other) {
        return Objects.deepEquals(one, other);
    }

}
