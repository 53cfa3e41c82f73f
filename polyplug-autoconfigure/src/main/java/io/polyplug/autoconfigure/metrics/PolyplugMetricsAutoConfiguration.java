package io.polyplug.autoconfigure.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.polyplug.PolyplugRuntime;
import io.polyplug.autoconfigure.PolyplugAutoConfiguration;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration for the meters of the runtime.
 */
@AutoConfiguration(after = PolyplugAutoConfiguration.class,
        afterName = { "org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration",
                "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration" })
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean(MeterRegistry.class)
@ConditionalOnSingleCandidate(PolyplugRuntime.class)
public final class PolyplugMetricsAutoConfiguration {

    PolyplugMetricsAutoConfiguration() {
    }

    @Bean
    ReloadMeters polyplugReloadMeters() {
        return new ReloadMeters();
    }

    @Bean
    RuntimeMeters polyplugRuntimeMeters(PolyplugRuntime runtime, ReloadMeters reloads) {
        return new RuntimeMeters(new Snapshots(runtime), reloads);
    }

}
