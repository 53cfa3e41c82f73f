package io.polyplug.contract;

/**
 * Names a registered provider of a contract; keep it as long as you like. A handle
 * survives reloads of its bundle and turns stale when the bundle is unloaded or a new
 * version drops the contract.
 *
 * @param index the slot in the store; {@code 0xFFFFFFFF} (-1) in the null handle
 * @param generation how often the slot had been vacated when the handle was made
 */
public record GuestContractHandle(int index, int generation) {

    /** The handle that names nothing. */
    public static final GuestContractHandle NULL = new GuestContractHandle(-1, 0);

    /**
     * {@return whether this is the null handle, which names nothing; only the index
     * decides (docs/abi.md 2.5)}
     */
    public boolean isNull() {
        return this.index == -1;
    }

    /**
     * {@return the handle as one word, the way it crosses the ABI: the index in the low
     * 32 bits, the generation in the high 32 bits}
     */
    public long packed() {
        return ((long) this.generation << 32) | (this.index & 0xffffffffL);
    }

    /**
     * Returns the handle in a packed word.
     * @param packed the index in the low 32 bits, the generation in the high 32 bits
     * @return the handle
     */
    public static GuestContractHandle ofPacked(long packed) {
        return new GuestContractHandle((int) packed, (int) (packed >>> 32));
    }

}
