package io.polyplug.autoconfigure.rollout;

import io.polyplug.rollout.RolloutKey;
import io.polyplug.rollout.RolloutSelector;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

@Configuration(proxyBeanMethods = false)
class WhoTriesIt {

    /** Whoever asks for it, and all testers; of bundle 'reload' alone. */
    @Bean
    @Qualifier("reload")
    RolloutSelector requestsThatTryIt() {
        return (call) -> RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes current
                && ("next".equals(current.getRequest().getHeader("X-Version"))
                        || current.getRequest().isUserInRole("TESTER"));
    }

    /** Each user has one version, while a rollout lasts; of all bundles. */
    @Bean
    RolloutKey user() {
        return (call) -> (RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes current)
                ? current.getRequest().getRemoteUser() : null;
    }

}
