package io.polyplug.autoconfigure;

import io.polyplug.PolyplugRuntime;
import io.polyplug.error.ReentrantCallException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.DisposableBean;

/**
 * Closes the runtime with its context. A thread that closes the context from within the
 * runtime, from a listener of a reload or an object that a bundle called, would wait for
 * itself, so another thread does it then as soon as that one has left.
 * <p>
 * The drain timeout counts from when the context begins to close: the web server, which
 * drains before, shares it.
 */
final class RuntimeClosing implements DisposableBean {

    private static final Logger logger = LoggerFactory.getLogger("polyplug.runtime");

    private final PolyplugRuntime runtime;

    private final ContextClosing closing;

    RuntimeClosing(PolyplugRuntime runtime, ContextClosing closing) {
        this.runtime = runtime;
        this.closing = closing;
    }

    @Override
    public void destroy() {
        try {
            this.runtime.close(this.closing.elapsed());
        }
        catch (ReentrantCallException ex) {
            logger
                .info("The application context is being closed by a thread that the runtime is working on: the runtime"
                        + " closes when that thread has left it");
            new Thread(() -> this.runtime.close(this.closing.elapsed()), "polyplug-close").start();
        }
    }

}
