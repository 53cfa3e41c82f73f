package io.polyplug.hostcontract;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Something that is made once, at its first request, and destroyed once. Thread-safe: one
 * thread claims the work and holds no lock meanwhile, others wait for its result. What
 * could not be made is not kept; the next request tries anew.
 *
 * @param <T> what is made
 */
final class MadeOnce<T> {

    private static final Logger logger = LoggerFactory.getLogger("polyplug.host");

    private static final Duration LONGEST_CREATION = Duration.ofSeconds(30);

    private final String contract;

    private final Duration patience;

    private final Consumer<T> destruction;

    private final Claim<T> closed = new Claim<>();

    private final AtomicReference<@Nullable Claim<T>> claim = new AtomicReference<>();

    /**
     * @param contract the host contract whose instance it is
     * @param destruction destroys what was made
     */
    MadeOnce(String contract, Consumer<T> destruction) {
        this(contract, destruction, LONGEST_CREATION);
    }

    /**
     * @param patience how long to wait for another thread
     */
    MadeOnce(String contract, Consumer<T> destruction, Duration patience) {
        this.contract = contract;
        this.patience = patience;
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
        return present.waitsForItself() ? null : await(present);
    }

    /**
     * Factories that wait for each other get null, as one that waits for itself. Whoever
     * waits is below a guest, and its pin lasts as long.
     */
    private @Nullable T await(Claim<T> other) {
        boolean interrupted = false;
        long deadline = System.nanoTime() + this.patience.toNanos();
        try {
            while (true) {
                try {
                    return other.result.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
                }
                catch (InterruptedException ex) {
                    interrupted = true;
                }
            }
        }
        catch (TimeoutException ex) {
            logger.warn(
                    "Host contract '{}' has no instance for a guest: thread '{}' has been in its factory for {}"
                            + " seconds. Look what the factory waits for",
                    this.contract, other.thread.getName(), this.patience.toSeconds());
            return null;
        }
        catch (ExecutionException ex) {
            throw new IllegalStateException(ex);
        }
        finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
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

    }

}
