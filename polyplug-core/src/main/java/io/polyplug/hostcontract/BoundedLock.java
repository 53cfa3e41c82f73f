package io.polyplug.hostcontract;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import io.polyplug.error.HostContractException;

/**
 * A lock for work on host contracts that is soon done. Thread-safe.
 * <p>
 * Whoever waits for it may be below a guest: then its carrier waits with it, and its pin
 * lasts as long. So waiting has an end, with an error that says who did not give the lock
 * back.
 */
final class BoundedLock {

    private static final long LONGEST_SECONDS = 30;

    private final Owned lock = new Owned();

    private final long patience;

    BoundedLock() {
        this(TimeUnit.SECONDS.toNanos(LONGEST_SECONDS));
    }

    /**
     * @param patience nanoseconds to wait at most
     */
    BoundedLock(long patience) {
        this.patience = patience;
    }

    /**
     * Does something under the lock.
     * @param contractName the host contract that it is about
     * @throws HostContractException if another thread holds the lock for too long
     */
    <T> T hold(String contractName, Supplier<T> work) {
        take(contractName);
        try {
            return work.get();
        }
        finally {
            this.lock.unlock();
        }
    }

    private void take(String contractName) {
        long deadline = System.nanoTime() + this.patience;
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    if (!this.lock.tryLock(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS)) {
                        throw taken(contractName);
                    }
                    return;
                }
                catch (InterruptedException ex) {
                    interrupted = true;
                }
            }
        }
        finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private HostContractException taken(String contractName) {
        return new HostContractException(contractName,
                "Host contract '" + contractName + "' was not registered or unregistered: " + this.lock.describeOwner()
                        + " has been working on the host contracts for " + TimeUnit.NANOSECONDS.toSeconds(this.patience)
                        + " seconds. Look what it waits for");
    }

    private static final class Owned extends ReentrantLock {

        private static final long serialVersionUID = 1L;

        String describeOwner() {
            Thread owner = getOwner();
            return (owner != null) ? "thread '" + owner.getName() + "'" : "another thread";
        }

    }

}
