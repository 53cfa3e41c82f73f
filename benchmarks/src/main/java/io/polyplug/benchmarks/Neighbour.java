package io.polyplug.benchmarks;

import java.util.concurrent.SynchronousQueue;
import java.util.function.LongUnaryOperator;

/**
 * A thread whose home slot is that of the thread which makes it, in every runtime. What
 * it runs, the other one waits for; so whoever calls first has the slot.
 */
final class Neighbour implements AutoCloseable {

    /** Ids that so many others lie between meet in one slot; there are fewer slots. */
    private static final long DISTANCE = 1 << 16;

    private final SynchronousQueue<Runnable> tasks = new SynchronousQueue<>();

    private final SynchronousQueue<Long> answers = new SynchronousQueue<>();

    private final Thread thread = neighbour(Thread.currentThread().threadId());

    private long nanos;

    Neighbour() {
        this.thread.start();
    }

    /** Threads get their ids when they are made, one after the other. */
    private Thread neighbour(long id) {
        while (true) {
            Thread made = Thread.ofPlatform().name("neighbour").daemon().unstarted(this::work);
            if ((made.threadId() - id) % DISTANCE == 0) {
                return made;
            }
        }
    }

    private void work() {
        try {
            while (true) {
                this.tasks.take().run();
                this.answers.put(this.nanos);
            }
        }
        catch (InterruptedException ex) {
            // The end.
        }
    }

    /** Returns a loop that runs the variant's on this thread. */
    LongUnaryOperator running(Variant variant) {
        return (operations) -> {
            try {
                this.tasks.put(() -> this.nanos = variant.nanos((int) operations));
                return this.answers.take();
            }
            catch (InterruptedException ex) {
                throw new IllegalStateException(ex);
            }
        };
    }

    @Override
    public void close() {
        this.thread.interrupt();
    }

}
