package io.polyplug.abi;

/**
 * Copies bytes that native code points at.
 */
public interface ByteSource {

    /**
     * Copies bytes.
     * @param address the first byte
     * @param length how many, at least one
     * @return the copy
     * @throws IllegalArgumentException if there cannot be that many bytes at the address
     */
    byte[] take(long address, long length);

    /**
     * Returns the length of an array for bytes that native code points at.
     * @param length how many native code says there are
     * @return the same number
     * @throws IllegalArgumentException if there is no array of that length
     */
    static int arrayLength(long length) {
        if (length < 0 || length > Integer.MAX_VALUE - Abi.WORD) {
            throw new IllegalArgumentException(
                    Long.toUnsignedString(length) + " bytes are more than a Java array holds");
        }
        return (int) length;
    }

}
