package io.polyplug.benchmarks;

import java.util.concurrent.SynchronousQueue;

/**
 * A second thread, which sleeps unless it is asked to run beside the first. Belongs to
 * one thread.
 */
final class Companion implements AutoCloseable {

    private final SynchronousQueue<Runnable> tasks = new SynchronousQueue<>();

    private final SynchronousQueue<Double> answers = new SynchronousQueue<>();

    private final Thread thread = Thread.ofPlatform().name("companion").daemon().start(this::work);

    private volatile boolean ready;

    private volatile boolean go;

    private double rate;

    private void work() {
        try {
            while (true) {
                this.tasks.take().run();
                this.answers.put(this.rate);
            }
        }
        catch (InterruptedException ex) {
            // The end.
        }
    }

    /** Returns what both threads together do, in operations a nanosecond. */
    double rate(Variant own, Variant other, int operations) throws InterruptedException {
        this.ready = false;
        this.go = false;
        this.tasks.put(() -> {
            this.ready = true;
            while (!this.go) {
                Thread.onSpinWait();
            }
            this.rate = TwoThreadsSection.rate(other, operations);
        });
        while (!this.ready) {
            Thread.onSpinWait();
        }
        this.go = true;
        double mine = TwoThreadsSection.rate(own, operations);
        return mine + this.answers.take();
    }

    @Override
    public void close() {
        this.thread.interrupt();
    }

}
