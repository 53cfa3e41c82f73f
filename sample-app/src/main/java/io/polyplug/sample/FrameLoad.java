package io.polyplug.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.polyplug.autoconfigure.BundleLifecycle;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * The load: small frames, some hundred a second on each of several threads, whether
 * anybody looks at the page or not. Begins once the bundles are loaded.
 */
@Component
class FrameLoad implements SmartLifecycle {

    static final int WIDTH = MovingPicture.WIDTH / 4;

    static final int HEIGHT = MovingPicture.HEIGHT / 4;

    private static final int THREADS = 4;

    private final FilteredPicture picture;

    private final FrameTimes times;

    private final int framesPerSecond;

    private final List<Thread> threads = new ArrayList<>();

    private volatile boolean running;

    FrameLoad(FilteredPicture picture, FrameTimes times, @Value("${sample.load:1000}") int framesPerSecond) {
        this.picture = picture;
        this.times = times;
        this.framesPerSecond = framesPerSecond;
    }

    @Override
    public synchronized void start() {
        this.running = true;
        if (this.framesPerSecond > 0) {
            byte[] frame = smallFrame();
            for (int i = 1; i <= THREADS; i++) {
                Thread thread = new Thread(() -> load(frame), "load-" + i);
                thread.setDaemon(true);
                thread.start();
                this.threads.add(thread);
            }
        }
    }

    private void load(byte[] frame) {
        long period = TimeUnit.SECONDS.toNanos(THREADS) / this.framesPerSecond;
        for (long next = System.nanoTime(); this.running; next = Math.max(next + period, System.nanoTime())) {
            LockSupport.parkNanos(next - System.nanoTime());
            filter(frame);
        }
    }

    private void filter(byte[] frame) {
        long begin = System.nanoTime();
        try {
            this.picture.filtered(frame, WIDTH, HEIGHT);
            this.times.served(System.nanoTime() - begin);
        }
        catch (RuntimeException ex) {
            this.times.failed();
        }
    }

    private static byte[] smallFrame() {
        byte[] large = MovingPicture.frame(0);
        byte[] small = new byte[WIDTH * HEIGHT * 4];
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                System.arraycopy(large, 16 * (y * MovingPicture.WIDTH + x), small, 4 * (y * WIDTH + x), 4);
            }
        }
        return small;
    }

    @Override
    public synchronized void stop() {
        this.running = false;
        this.threads.forEach(LockSupport::unpark);
        for (Thread thread : this.threads) {
            awaitEnd(thread);
        }
        this.threads.clear();
    }

    private static void awaitEnd(Thread thread) {
        try {
            thread.join();
        }
        catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return this.running;
    }

    @Override
    public int getPhase() {
        return BundleLifecycle.PHASE + 1;
    }

}
