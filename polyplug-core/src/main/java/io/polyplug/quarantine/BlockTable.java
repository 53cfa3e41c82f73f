package io.polyplug.quarantine;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;

/**
 * Values by the addresses of memory blocks. Thread-safe and without locks: nobody waits
 * here for anybody, so it may be used under a pin. A {@code ConcurrentHashMap} may not,
 * for its writers take a monitor for each place.
 * <p>
 * Each place holds an immutable list, which is replaced as a whole.
 *
 * @param <V> the values
 */
public final class BlockTable<V> {

    /** Spreads neighbouring blocks: 2<sup>64</sup> divided by the golden ratio. */
    private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L;

    private final AtomicReferenceArray<@Nullable Entry<V>> places;

    private final int shift;

    /**
     * Creates an empty table.
     * @param places how many places there are, a power of two; it never grows
     */
    public BlockTable(int places) {
        this.places = new AtomicReferenceArray<>(places);
        this.shift = Long.SIZE - Integer.numberOfTrailingZeros(places);
    }

    private int place(long address) {
        return (int) ((address * SPREAD) >>> this.shift);
    }

    /**
     * Puts a value, in the place of what the address had.
     * @param address the block
     * @param value the value
     */
    public void put(long address, V value) {
        int place = place(address);
        while (true) {
            Entry<V> present = this.places.get(place);
            Entry<V> rest = (find(present, address) != null) ? without(present, address) : present;
            if (this.places.compareAndSet(place, present, new Entry<>(address, value, rest))) {
                return;
            }
        }
    }

    /**
     * Returns the value of a block.
     * @param address the block
     * @return the value, or {@code null} if there is none
     */
    public @Nullable V get(long address) {
        Entry<V> found = find(this.places.get(place(address)), address);
        return (found != null) ? found.value() : null;
    }

    /**
     * Takes a value away; of those who ask at a time one gets it.
     * @param address the block
     * @return the value, or {@code null} if there is none
     */
    public @Nullable V remove(long address) {
        int place = place(address);
        while (true) {
            Entry<V> present = this.places.get(place);
            Entry<V> found = find(present, address);
            if (found == null) {
                return null;
            }
            if (this.places.compareAndSet(place, present, without(present, address))) {
                return found.value();
            }
        }
    }

    /**
     * Visits what is here; what comes and goes meanwhile is visited or not.
     * @param visitor gets address and value
     */
    public void forEach(BiConsumer<Long, ? super V> visitor) {
        for (int i = 0; i < this.places.length(); i++) {
            for (Entry<V> each = this.places.get(i); each != null; each = each.next()) {
                visitor.accept(each.address(), each.value());
            }
        }
    }

    private static <V> @Nullable Entry<V> find(@Nullable Entry<V> first, long address) {
        Entry<V> each = first;
        while (each != null && each.address() != address) {
            each = each.next();
        }
        return each;
    }

    private static <V> @Nullable Entry<V> without(@Nullable Entry<V> first, long address) {
        Entry<V> kept = null;
        for (Entry<V> each = first; each != null; each = each.next()) {
            if (each.address() != address) {
                kept = new Entry<>(each.address(), each.value(), kept);
            }
        }
        return kept;
    }

    private record Entry<V>(long address, V value, @Nullable Entry<V> next) {
    }

}
