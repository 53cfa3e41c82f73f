package io.polyplug.autoconfigure;

import org.springframework.core.Ordered;

/**
 * A step of what {@link BundleLifecycle} does once when the context starts. Beans of this
 * type are run in their order, on the thread that starts the context; one that throws
 * ends the start. Those of a parent context are its own affair.
 */
public interface BundleStartupStep extends Ordered {

    /**
     * The order of the step that loads the bundles; one that needs them has a later one.
     */
    int LOADING = 0;

    /**
     * {@return the name under which the step is recorded with Spring's application
     * startup: lower-case words with dashes}
     */
    String name();

    /** Does it. */
    void run();

}
