package io.polyplug.autoconfigure;

import java.time.Duration;
import java.util.function.LongSupplier;

import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextClosedEvent;

/**
 * Knows for how long the context has been closing. Thread-safe.
 */
final class ContextClosing implements ApplicationListener<ContextClosedEvent> {

    private final ApplicationContext applicationContext;

    private final LongSupplier nanoTime;

    private volatile long began;

    private volatile boolean isClosing;

    ContextClosing(ApplicationContext applicationContext) {
        this(applicationContext, System::nanoTime);
    }

    ContextClosing(ApplicationContext applicationContext, LongSupplier nanoTime) {
        this.applicationContext = applicationContext;
        this.nanoTime = nanoTime;
    }

    /** A child's close is told as well. */
    @Override
    public void onApplicationEvent(ContextClosedEvent event) {
        if (event.getApplicationContext().equals(this.applicationContext) && !this.isClosing) {
            this.began = this.nanoTime.getAsLong();
            this.isClosing = true;
        }
    }

    /** Returns the time since the close began, or none if it has not. */
    Duration elapsed() {
        return this.isClosing ? Duration.ofNanos(this.nanoTime.getAsLong() - this.began) : Duration.ZERO;
    }

}
