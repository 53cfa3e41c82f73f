package io.polyplug.work;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A daemon thread that does something at times until it is closed. It is never
 * interrupted, for that would close the channel that it writes to, and with it the lock.
 */
final class Heartbeat implements AutoCloseable {

    private final CountDownLatch end = new CountDownLatch(1);

    Heartbeat(Duration interval, Runnable beat) {
        Thread thread = new Thread(() -> run(interval, beat), "polyplug-heartbeat");
        thread.setDaemon(true);
        thread.setContextClassLoader(Heartbeat.class.getClassLoader());
        thread.start();
    }

    private void run(Duration interval, Runnable beat) {
        try {
            while (!this.end.await(interval.toNanos(), TimeUnit.NANOSECONDS)) {
                beat.run();
            }
        }
        catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        this.end.countDown();
    }

}
