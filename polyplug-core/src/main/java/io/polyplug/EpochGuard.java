package io.polyplug;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Keeps everything that was published when it was made, or is published while it is open,
 * from being reclaimed. Guards nest. Any thread may close one, and closing it twice is
 * harmless; until then no generation that it may protect can be unmapped, so close it
 * soon.
 */
public final class EpochGuard implements AutoCloseable {

    private final Object runtime;

    private final Runnable end;

    private final AtomicBoolean open = new AtomicBoolean(true);

    EpochGuard(Object runtime, Runnable end) {
        this.runtime = runtime;
        this.end = end;
    }

    void requireOpenFor(Object user) {
        if (!this.runtime.equals(user)) {
            throw new IllegalArgumentException(
                    "The guard belongs to another polyplug runtime. Use one of this runtime");
        }
        if (!this.open.get()) {
            throw new IllegalArgumentException("The guard is closed. Resolve while it is open");
        }
    }

    /**
     * Ends the protection.
     */
    @Override
    public void close() {
        if (this.open.compareAndSet(true, false)) {
            this.end.run();
        }
    }

}
