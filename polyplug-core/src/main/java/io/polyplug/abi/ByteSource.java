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

}
