package io.polyplug.autoconfigure;

import java.util.function.Consumer;
import java.util.function.Function;

import org.springframework.context.ApplicationEvent;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;

/**
 * Publishes each phase as an application event, on the thread that tells it. Nothing is
 * published once the context is closing, for its listeners go at the same time.
 *
 * @param <P> the phases of reloads, or of rollouts
 */
final class PhaseEventPublisher<P> implements Consumer<P>, Ordered {

    private final ConfigurableApplicationContext applicationContext;

    private final Function<P, ApplicationEvent> event;

    PhaseEventPublisher(ConfigurableApplicationContext applicationContext, Function<P, ApplicationEvent> event) {
        this.applicationContext = applicationContext;
        this.event = event;
    }

    @Override
    public void accept(P phase) {
        if (!this.applicationContext.isClosed()) {
            this.applicationContext.publishEvent(this.event.apply(phase));
        }
    }

    @Override
    public int getOrder() {
        return 0;
    }

}
