package io.polyplug.host;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Something that is made once, at its first request, and destroyed once. Thread-safe: one
 * thread claims the work and holds no lock meanwhile, others wait for its result. What
 * could not be made is not kept; the next request tries anew.
 *
 * @param <T> what is made
 */
final class MadeOnce<T> {

    private static final long LONGEST_CREATION_SECONDS = 30;

    private final Consumer<T> destruction;

    private final Claim<T> closed = new Claim<>();

    private final AtomicReference<@Nullable Claim<T>> claim = new AtomicReference<>();

    /**
     * @param destruction destroys what was made
     */
    MadeOnce(Consumer<T> destruction) {
        this.destruction = destruction;
        this.closed.result.complete(null);
    }

    /**
     * Returns what was made, making it at the first request.
     * @param factory makes it; what it throws reaches the one caller that ran it
     * @return what was made; {@code null} if the factory made nothing, if it asks for its
     * own result, if another thread has not finished it within 30 seconds, or once this
     * is closed
     */
    @Nullable T get(Supplier<? extends @Nullable T> factory) {
        Claim<T> present = this.claim.get();
        if (present == null) {
            Claim<T> mine = new Claim<>();
            present = this.claim.compareAndExchange(null, mine);
            if (present == null) {
                return make(mine, factory);
            }
        }
        return present.waitsForItself() ? null : present.await();
    }

    private @Nullable T make(Claim<T> mine, Supplier<? extends @Nullable T> factory) {
        T made = null;
        try {
            made = factory.get();
        }
        finally {
            if (made == null) {
                this.claim.compareAndSet(mine, null);
            }
            mine.result.complete(made);
        }
        if (made == null || this.claim.get() == mine) {
            return made;
        }
        destroy(mine);
        return null;
    }

    /**
     * Destroys what was made, now or as soon as the thread that makes it has finished.
     * Nothing is made any more.
     */
    void close() {
        Claim<T> last = this.claim.getAndSet(this.closed);
        if (last != null) {
            destroy(last);
        }
    }

    /** Whoever comes second of closing and finishing does it. */
    private void destroy(Claim<T> last) {
        T made = last.result.getNow(null);
        if (made != null && last.destroyed.compareAndSet(false, true)) {
            this.destruction.accept(made);
        }
    }

    private static final class Claim<T> {

        private final Thread thread = Thread.currentThread();

        private final CompletableFuture<@Nullable T> result = new CompletableFuture<>();

        private final AtomicBoolean destroyed = new AtomicBoolean();

        boolean waitsForItself() {
            return this.thread == Thread.currentThread() && !this.result.isDone();
        }

        /** Factories that wait for each other get null, as one that waits for itself. */
        @Nullable T await() {
            return this.result.isDone() ? this.result.join()
                    : this.result.copy().completeOnTimeout(null, LONGEST_CREATION_SECONDS, TimeUnit.SECONDS).join();
        }

    }

}
