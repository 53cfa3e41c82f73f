package io.polyplug.quarantine;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The first blocks that the functions of a generation returned: not freed, to find out
 * whether the guest keeps them. Thread-safe and without locks. What is here is freed when
 * the generation has gone.
 */
public final class Quarantine {

    private static final int BLOCKS = 32;

    private static final long BYTES = 1 << 20;

    private static final int LEAST_BLOCKS = 2;

    private static final int PLACES = 64;

    private final BlockTable<Long> sizes = new BlockTable<>(PLACES);

    /**
     * Creates the quarantine of a generation.
     */
    public Quarantine() {
    }

    /**
     * Takes a returned block, unless the function has given enough of them.
     * @param share what the function has given so far
     * @param address the block
     * @param size its bytes
     * @return {@code false} if the block is to be freed
     */
    public boolean keep(Share share, long address, long size) {
        if (!share.admits(size)) {
            return false;
        }
        this.sizes.put(address, size);
        return true;
    }

    /**
     * Returns whether a block is here, that is, whether a guest that shows it again has
     * kept it.
     * @param address the block
     * @return {@code true} if it is here
     */
    public boolean contains(long address) {
        return this.sizes.get(address) != null;
    }

    /**
     * Lets go of a block that the guest frees itself.
     * @param address the block
     * @return whether it was here
     */
    public boolean remove(long address) {
        return this.sizes.remove(address) != null;
    }

    /**
     * {@return the sizes of the blocks that are here, by their addresses}
     */
    public Map<Long, Long> blocks() {
        Map<Long, Long> found = new TreeMap<>();
        this.sizes.forEach(found::put);
        return found;
    }

    /**
     * How much of the quarantine one function has used. Thread-safe.
     */
    public static final class Share {

        private final AtomicInteger blocks = new AtomicInteger();

        private final AtomicLong bytes = new AtomicLong();

        /**
         * Creates the share of a function that has given nothing yet.
         */
        public Share() {
        }

        /**
         * {@return whether the function has given enough blocks and will be asked for no
         * more}
         */
        public boolean isFull() {
            return this.blocks.get() >= BLOCKS;
        }

        boolean admits(long size) {
            if (isFull()) {
                return false;
            }
            int count = this.blocks.incrementAndGet();
            long total = this.bytes.addAndGet(size);
            return count <= LEAST_BLOCKS || (count <= BLOCKS && total <= BYTES);
        }

    }

}
