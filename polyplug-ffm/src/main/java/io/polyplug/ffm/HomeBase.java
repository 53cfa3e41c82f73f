package io.polyplug.ffm;

/**
 * The address of the first home slot. Immutable and thread-safe.
 * <p>
 * Not a constant for the JIT compiler, on purpose: with one it makes a constant of its
 * own of each place in a slot, and adds the offset of the slot to all of them. It does
 * have to know that the address is positive and aligned, or it would check that at each
 * access; the mask says so.
 */
final class HomeBase {

    /** The bits that an address in user space can have; the sum of two has no sign. */
    private static final long POSSIBLE = 0x00ff_ffff_ffff_ffc0L;

    private final long address;

    HomeBase(long address) {
        if ((address & POSSIBLE) != address) {
            throw new IllegalArgumentException("Home slots are not aligned");
        }
        this.address = address;
    }

    long address() {
        return this.address & POSSIBLE;
    }

}
