package io.polyplug.autoconfigure.web;

import io.polyplug.error.ContractUnavailableException;
import jakarta.servlet.Servlet;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.web.servlet.HandlerExceptionResolver;

/**
 * Auto-configuration for what Spring MVC answers to a
 * {@link ContractUnavailableException} that nobody catches.
 */
@AutoConfiguration(afterName = "org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration")
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass({ Servlet.class, HandlerExceptionResolver.class })
public final class PolyplugWebMvcAutoConfiguration {

    /** That of Spring MVC, which asks all of its own. */
    private static final String SPRINGS_OWN = "handlerExceptionResolver";

    PolyplugWebMvcAutoConfiguration() {
    }

    @Bean
    @ConditionalOnBean(name = SPRINGS_OWN)
    @ConditionalOnMissingBean
    MissingProviderExceptionResolver polyplugMissingProviderExceptionResolver(
            @Qualifier(SPRINGS_OWN) HandlerExceptionResolver next) {
        return new MissingProviderExceptionResolver(next);
    }

}
