package io.polyplug.autoconfigure.reactive;

import io.polyplug.PolyplugRuntime;
import io.polyplug.ReloadPhase;
import io.polyplug.autoconfigure.PolyplugAutoConfiguration;
import reactor.core.publisher.Flux;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration for the phases of reloads as a {@link Flux}, in the context that has
 * the runtime.
 */
@AutoConfiguration(after = PolyplugAutoConfiguration.class)
@ConditionalOnClass(Flux.class)
@ConditionalOnBooleanProperty(name = "polyplug.enabled", matchIfMissing = true)
public final class PolyplugReactorAutoConfiguration {

    PolyplugReactorAutoConfiguration() {
    }

    @Bean
    ReloadPhaseStream polyplugReloadPhaseStream() {
        return new ReloadPhaseStream();
    }

    @Bean
    @ConditionalOnSingleCandidate(value = PolyplugRuntime.class, search = SearchStrategy.CURRENT)
    @ConditionalOnMissingBean(parameterizedContainer = Flux.class, search = SearchStrategy.CURRENT)
    Flux<ReloadPhase> polyplugReloadPhases(ReloadPhaseStream stream) {
        return stream.phases();
    }

}
