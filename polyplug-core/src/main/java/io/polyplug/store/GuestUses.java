package io.polyplug.store;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

import io.polyplug.epoch.ThreadIds;

/**
 * Who runs code of a generation through a table that a guest holds: what pins do not
 * protect. Thread-safe.
 */
public final class GuestUses {

    private static final int CLOSED = Integer.MIN_VALUE;

    /**
     * How many uses there are; {@link #CLOSED} from closing on.
     */
    private final AtomicInteger count = new AtomicInteger();

    private final Set<Use> users = ConcurrentHashMap.newKeySet();

    private volatile @Nullable Thread closer;

    GuestUses() {
    }

    /**
     * Begins to run code of the generation through a table that a guest holds. Such a use
     * is not protected by the pins of those who read what is current, so it is counted:
     * closing waits for it.
     * @param contract what reports call the use
     * @return the use, to be closed when it ends, or {@code null} if the generation is
     * being closed, or is closed
     */
    public @Nullable Use begin(String contract) {
        while (true) {
            int present = this.count.get();
            if (present == CLOSED) {
                return null;
            }
            if (this.count.compareAndSet(present, present + 1)) {
                Use use = new Use(contract);
                this.users.add(use);
                return use;
            }
        }
    }

    private void end(Use use) {
        this.users.remove(use);
        this.count.decrementAndGet();
    }

    /**
     * {@return the uses as of now}
     */
    public List<Use> present() {
        return List.copyOf(this.users);
    }

    /**
     * Begins to close, unless somebody uses the generation through a guest's table.
     * @return whether no use can begin any more
     */
    public boolean tryClose() {
        if (!this.count.compareAndSet(0, CLOSED)) {
            return false;
        }
        this.closer = Thread.currentThread();
        return true;
    }

    /**
     * {@return whether the calling thread is the one that closes the generation, from
     * {@link #tryClose()} on}
     */
    public boolean isClosedByCurrentThread() {
        return this.closer == Thread.currentThread();
    }

    /**
     * A use through a table that a guest holds.
     */
    public final class Use implements AutoCloseable {

        private final String contract;

        private final long threadId = ThreadIds.current();

        private final long since = System.nanoTime();

        Use(String contract) {
            this.contract = contract;
        }

        /**
         * {@return the contract as reports call the use}
         */
        public String contract() {
            return this.contract;
        }

        /**
         * {@return the id of the thread that uses}
         */
        public long threadId() {
            return this.threadId;
        }

        /**
         * {@return when the use began, in nanoseconds that are comparable to
         * {@link System#nanoTime()}}
         */
        public long since() {
            return this.since;
        }

        /** Ends the use. Once. */
        @Override
        public void close() {
            end(this);
        }

    }

}
