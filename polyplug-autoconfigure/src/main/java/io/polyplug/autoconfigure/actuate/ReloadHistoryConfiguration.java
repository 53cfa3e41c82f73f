package io.polyplug.autoconfigure.actuate;

import io.polyplug.PolyplugRuntime;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The history that endpoint and health share; imported by both, so each works without the
 * other.
 */
@Configuration(proxyBeanMethods = false)
class ReloadHistoryConfiguration {

    @Bean
    ReloadHistory polyplugReloadHistory(ObjectProvider<PolyplugRuntime> runtime) {
        return new ReloadHistory(runtime);
    }

}
