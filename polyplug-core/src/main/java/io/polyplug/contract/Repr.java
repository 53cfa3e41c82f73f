package io.polyplug.contract;

/**
 * How an enum lies in native memory: an unsigned integer, naturally aligned (docs/abi.md
 * 5.3).
 */
public enum Repr {

    /** One byte. */
    U8(1),

    /** Two bytes. */
    U16(2),

    /** Four bytes, the ABI's usual form. */
    U32(4),

    /** Eight bytes. */
    U64(8);

    private final int byteSize;

    Repr(int byteSize) {
        this.byteSize = byteSize;
    }

    /**
     * {@return the size, which is the alignment as well: 1, 2, 4 or 8 bytes}
     */
    public int byteSize() {
        return this.byteSize;
    }

}
