package io.polyplug.autoconfigure;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.annotation.AnnotationAwareOrderComparator;
import org.springframework.core.metrics.ApplicationStartup;
import org.springframework.core.metrics.StartupStep;

/**
 * Runs the {@link BundleStartupStep}s, which register host contracts and load bundles,
 * once the singletons exist and before anything else of the application starts, the web
 * server last of all.
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

    private final ListableBeanFactory beanFactory;

    private final ApplicationStartup startup;

    private boolean done;

    private volatile boolean running;

    BundleLifecycle(ListableBeanFactory beanFactory, ApplicationStartup startup) {
        this.beanFactory = beanFactory;
        this.startup = startup;
    }

    @Override
    public synchronized void start() {
        if (!this.done) {
            this.beanFactory.getBeansOfType(BundleStartupStep.class)
                .values()
                .stream()
                .sorted(AnnotationAwareOrderComparator.INSTANCE)
                .forEach(this::run);
            this.done = true;
        }
        this.running = true;
    }

    private void run(BundleStartupStep step) {
        StartupStep recorded = this.startup.start("polyplug.startup." + step.name());
        try {
            step.run();
        }
        finally {
            recorded.end();
        }
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
