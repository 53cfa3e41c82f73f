package io.polyplug.autoconfigure;

import java.util.function.Consumer;

import io.polyplug.ReloadPhase;
import io.polyplug.autoconfigure.event.BundleReloadEvent;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;

/**
 * Publishes each phase as an application event, on the thread that tells it. Nothing is
 * published once the context is closing, for its listeners go at the same time.
 */
final class ReloadEventPublisher implements Consumer<ReloadPhase>, Ordered {

    private final ConfigurableApplicationContext applicationContext;

    ReloadEventPublisher(ConfigurableApplicationContext applicationContext) {
        this.applicationContext = applicationContext;
    }

    @Override
    public void accept(ReloadPhase phase) {
        if (!this.applicationContext.isClosed()) {
            this.applicationContext.publishEvent(BundleReloadEvent.of(phase));
        }
    }

    @Override
    public int getOrder() {
        return 0;
    }

}
