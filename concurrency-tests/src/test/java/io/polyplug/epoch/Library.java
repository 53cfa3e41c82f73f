package io.polyplug.epoch;

/**
 * Stands for native code that gets unmapped. Not thread-safe, as such code is not: its
 * fields are plain, and only the protocol keeps the use from the unmapping.
 */
public final class Library {

    /** What a use of an unmapped library finds. */
    public static final int UNMAPPED = 0;

    private int version;

    /**
     * Maps a library.
     * @param version its version, not 0
     */
    public Library(int version) {
        this.version = version;
    }

    /**
     * Uses the library.
     * @return its version, or {@link #UNMAPPED}
     */
    public int use() {
        return this.version;
    }

    /** Unmaps the library. */
    public void unmap() {
        this.version = UNMAPPED;
    }

}
