package io.polyplug.autoconfigure.actuate;

import io.polyplug.PolyplugRuntime;
import io.polyplug.autoconfigure.PolyplugAutoConfiguration;

import org.springframework.boot.actuate.autoconfigure.info.ConditionalOnEnabledInfoContributor;
import org.springframework.boot.actuate.info.InfoContributor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration for the {@link PolyplugInfoContributor}.
 */
@AutoConfiguration(after = PolyplugAutoConfiguration.class)
@ConditionalOnClass({ InfoContributor.class, ConditionalOnEnabledInfoContributor.class })
@ConditionalOnSingleCandidate(PolyplugRuntime.class)
public final class PolyplugInfoContributorAutoConfiguration {

    PolyplugInfoContributorAutoConfiguration() {
    }

    @Bean
    @ConditionalOnEnabledInfoContributor("polyplug")
    @ConditionalOnMissingBean(name = "polyplugInfoContributor")
    PolyplugInfoContributor polyplugInfoContributor(PolyplugRuntime runtime) {
        return new PolyplugInfoContributor(runtime);
    }

}
