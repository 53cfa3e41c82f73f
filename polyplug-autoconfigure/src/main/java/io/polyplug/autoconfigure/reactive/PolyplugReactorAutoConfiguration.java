package io.polyplug.autoconfigure.reactive;

import io.polyplug.PolyplugRuntime;
import io.polyplug.ReloadPhase;
import io.polyplug.autoconfigure.PolyplugAutoConfiguration;
import io.polyplug.rollout.RolloutPhase;
import reactor.core.publisher.Flux;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration for the phases of reloads and rollouts as a {@link Flux} each, in
 * the context that has the runtime.
 */
@AutoConfiguration(after = PolyplugAutoConfiguration.class)
@ConditionalOnClass(Flux.class)
@ConditionalOnBooleanProperty(name = "polyplug.enabled", matchIfMissing = true)
public final class PolyplugReactorAutoConfiguration {

    PolyplugReactorAutoConfiguration() {
    }

    @Bean
    PhaseStream<ReloadPhase> polyplugReloadPhaseStream() {
        return PhaseStream.ofReloads();
    }

    @Bean
    PhaseStream<RolloutPhase> polyplugRolloutPhaseStream() {
        return PhaseStream.ofRollouts();
    }

    @Bean
    @ConditionalOnSingleCandidate(value = PolyplugRuntime.class, search = SearchStrategy.CURRENT)
    @ConditionalOnMissingBean(parameterizedContainer = Flux.class, search = SearchStrategy.CURRENT)
    Flux<ReloadPhase> polyplugReloadPhases(PhaseStream<ReloadPhase> stream) {
        return stream.phases();
    }

    @Bean
    @ConditionalOnSingleCandidate(value = PolyplugRuntime.class, search = SearchStrategy.CURRENT)
    @ConditionalOnMissingBean(parameterizedContainer = Flux.class, search = SearchStrategy.CURRENT)
    Flux<RolloutPhase> polyplugRolloutPhases(PhaseStream<RolloutPhase> stream) {
        return stream.phases();
    }

}
