package io.polyplug.store;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

import io.polyplug.error.GuestCallException;

/**
 * The instance of an implementation that all proxies share, made at first use.
 * Thread-safe: one thread claims the work, and no lock is held across guest code.
 */
final class FirstInstance {

    private static final int REENTRANT_CALL = 9;

    private final GuestInterface owner;

    /** Written by the one claimant; a call reads it under its pin. */
    private volatile @Nullable GuestInstance instance;

    private final AtomicReference<@Nullable Claim> claim = new AtomicReference<>();

    FirstInstance(GuestInterface owner) {
        this.owner = owner;
    }

    /** Returns the instance if it has been made. */
    @Nullable GuestInstance present() {
        return this.instance;
    }

    /**
     * Returns the instance, making it if nobody does; {@code null} while another thread
     * makes it.
     */
    @Nullable GuestInstance get() {
        GuestInstance ready = this.instance;
        return (ready != null) ? ready : claim();
    }

    private @Nullable GuestInstance claim() {
        Claim mine = new Claim(Thread.currentThread(), new CompletableFuture<>());
        Claim winner = this.claim.compareAndExchange(null, mine);
        if (winner == null) {
            return create(mine);
        }
        if (winner.maker() == Thread.currentThread() && !winner.result().isDone()) {
            throw new GuestCallException(REENTRANT_CALL, null, factory()
                    + " calls the contract that it is making an instance of. Make the call later than in create_instance");
        }
        return null;
    }

    private GuestInstance create(Claim mine) {
        try {
            GuestInstance ready = this.instance;
            if (ready == null) {
                ready = this.owner.lifecycle().create(this.owner, 0);
                this.instance = ready;
            }
            mine.result().complete(ready);
            return ready;
        }
        catch (Throwable ex) {
            this.claim.set(null);
            mine.result().completeExceptionally(ex);
            throw ex;
        }
    }

    /**
     * Waits for the thread that makes the instance, interrupted or not. Not under a pin.
     * @param nanos how long at most
     * @return whether it has finished
     * @throws RuntimeException what the factory threw
     */
    boolean await(long nanos) {
        Claim present = this.claim.get();
        return present == null || present.await(nanos);
    }

    /** Returns what is told who has waited in vain. */
    GuestCallException notReturned(long nanos) {
        Claim present = this.claim.get();
        return new GuestCallException(REENTRANT_CALL, null,
                factory() + " has not returned for " + TimeUnit.NANOSECONDS.toSeconds(nanos) + " seconds"
                        + ((present != null) ? " on thread '" + present.maker().getName() + "'" : "")
                        + ". Look what its create_instance waits for");
    }

    private String factory() {
        return "The factory of contract '" + this.owner.contractName() + "' in bundle '" + this.owner.bundleName()
                + "'";
    }

    /** Takes the instance away, to be destroyed. */
    @Nullable GuestInstance take() {
        GuestInstance ready = this.instance;
        this.instance = null;
        return ready;
    }

    /**
     * The work of making it.
     *
     * @param maker who does it
     * @param result what comes of it
     */
    private record Claim(Thread maker, CompletableFuture<GuestInstance> result) {

        boolean await(long nanos) {
            long deadline = System.nanoTime() + nanos;
            boolean interrupted = false;
            try {
                while (true) {
                    try {
                        this.result.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
                        return true;
                    }
                    catch (InterruptedException ex) {
                        interrupted = true;
                    }
                }
            }
            catch (TimeoutException ex) {
                return false;
            }
            catch (ExecutionException ex) {
                throw failure(ex);
            }
            finally {
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        }

        private static RuntimeException failure(ExecutionException told) {
            if (told.getCause() instanceof Error error) {
                throw error;
            }
            return (told.getCause() instanceof RuntimeException failure) ? failure : new IllegalStateException(told);
        }

    }

}
