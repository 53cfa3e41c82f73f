package io.polyplug.autoconfigure;

import org.springframework.context.SmartLifecycle;

/**
 * Registers host contracts and loads bundles once the singletons exist and before
 * anything else of the application starts, the web server last of all.
 * <p>
 * Stopping does nothing: a stopped, paused or restarted context keeps its bundles. The
 * runtime is closed when the container destroys it, which is after the web server has
 * drained and after every bean that uses a contract.
 */
public final class BundleLifecycle implements SmartLifecycle {

    /**
     * The phase in which bundles are loaded. A {@link SmartLifecycle} that calls
     * contracts while it starts needs a later one.
     */
    public static final int PHASE = Integer.MIN_VALUE + 1024;

    private final Runnable loading;

    private boolean loaded;

    private volatile boolean running;

    BundleLifecycle(Runnable loading) {
        this.loading = loading;
    }

    @Override
    public synchronized void start() {
        if (!this.loaded) {
            this.loading.run();
            this.loaded = true;
        }
        this.running = true;
    }

    @Override
    public void stop() {
        this.running = false;
    }

    @Override
    public boolean isRunning() {
        return this.running;
    }

    @Override
    public boolean isPauseable() {
        return false;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }

}
