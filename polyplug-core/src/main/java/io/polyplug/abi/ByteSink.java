package io.polyplug.abi;

import java.nio.ByteBuffer;

/**
 * Puts bytes where native code can read them, for as long as the value being written is
 * in use.
 */
@FunctionalInterface
public interface ByteSink {

    /**
     * Copies bytes to native memory.
     * @param bytes the bytes, at least one
     * @return the address of the copy
     */
    long store(byte[] bytes);

    /**
     * Makes the remaining bytes of a buffer readable by native code. Copies them, unless
     * the sink knows better.
     * @param buffer a buffer with at least one remaining byte; its position is not
     * changed
     * @return the address of these bytes, or of a copy
     */
    default long share(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return store(bytes);
    }

}
