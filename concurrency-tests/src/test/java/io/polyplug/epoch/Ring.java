package io.polyplug.epoch;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Things that are dear to make, such as pins with their direct memory, handed out in
 * turn. Thread-safe. One comes back only after many others, when the pair of actors that
 * had it is through.
 *
 * @param <T> what is handed out
 */
public final class Ring<T> {

    /** More than there are states in a stride, for which see {@code StressTests}. */
    private static final int SIZE = 1 << 13;

    private final List<T> things = new ArrayList<>(SIZE);

    private final AtomicInteger next = new AtomicInteger();

    /**
     * Makes the things.
     * @param maker makes one
     */
    public Ring(Supplier<T> maker) {
        for (int i = 0; i < SIZE; i++) {
            this.things.add(maker.get());
        }
    }

    /**
     * Returns the next thing.
     * @return one that nobody else has
     */
    public T next() {
        return this.things.get(this.next.getAndIncrement() & (SIZE - 1));
    }

}
