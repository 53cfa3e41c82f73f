package io.polyplug.autoconfigure.reactive;

import io.micrometer.context.ContextSnapshotFactory;
import io.polyplug.autoconfigure.RuntimeBuilderCustomizer;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.Order;

/**
 * Auto-configuration for what asynchronous calls take along, by Micrometer's context
 * propagation.
 */
@AutoConfiguration
@ConditionalOnClass(ContextSnapshotFactory.class)
@ConditionalOnBooleanProperty(name = "polyplug.enabled", matchIfMissing = true)
public final class PolyplugContextPropagationAutoConfiguration {

    PolyplugContextPropagationAutoConfiguration() {
    }

    @Bean
    @Order(0)
    RuntimeBuilderCustomizer polyplugContextPropagationCustomizer() {
        ContextSnapshotFactory factory = ContextSnapshotFactory.builder().build();
        return (builder) -> builder.asyncContext((call, sources) -> factory.captureAll(sources).wrap(call));
    }

}
