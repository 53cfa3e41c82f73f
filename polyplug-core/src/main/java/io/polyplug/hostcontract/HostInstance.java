package io.polyplug.hostcontract;

import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

import io.polyplug.store.Generation;

/**
 * A Java object that guests call, destroyed once: when it was given up and the last call
 * in it has ended. Thread-safe.
 */
final class HostInstance {

    private final Object target;

    private final @Nullable Runnable destruction;

    private final @Nullable Generation holder;

    /** The calls in it, and one for as long as it is not given up. */
    private final AtomicInteger holds = new AtomicInteger(1);

    /**
     * @param destruction destroys the object and throws nothing; {@code null} for one
     * that is not ours to destroy
     * @param holder the generation that asked for it, if that is known
     */
    HostInstance(Object target, @Nullable Runnable destruction, @Nullable Generation holder) {
        this.target = target;
        this.destruction = destruction;
        this.holder = holder;
    }

    Object target() {
        return this.target;
    }

    boolean isHeldBy(Generation generation) {
        return this.holder == generation;
    }

    /** Begins a call; returns whether it may go on. */
    boolean begin() {
        if (this.destruction == null) {
            return true;
        }
        int present = this.holds.get();
        while (present > 0) {
            int witness = this.holds.compareAndExchange(present, present + 1);
            if (witness == present) {
                return true;
            }
            present = witness;
        }
        return false;
    }

    /** Ends a call. */
    void end() {
        if (this.destruction != null && this.holds.decrementAndGet() == 0) {
            this.destruction.run();
        }
    }

    /** Gives the object up. Once, by whoever took it out of reach of new calls. */
    void giveUp() {
        end();
    }

}
