package io.polyplug.autoconfigure.reactive;

import io.polyplug.error.ContractUnavailableException;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.context.annotation.Bean;
import org.springframework.http.codec.ServerCodecConfigurer;
import org.springframework.web.reactive.DispatcherHandler;
import org.springframework.web.reactive.result.method.annotation.ResponseEntityExceptionHandler;

/**
 * Auto-configuration for what WebFlux answers to a {@link ContractUnavailableException}
 * that nobody catches. An application with a handler of all errors in the place of Boot's
 * gets them as they are.
 * <p>
 * It comes before Boot's: of two handlers with one order the first is asked first.
 */
@AutoConfiguration(beforeName = "org.springframework.boot.webflux.autoconfigure.error.ErrorWebFluxAutoConfiguration")
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@ConditionalOnClass(DispatcherHandler.class)
public final class PolyplugWebFluxAutoConfiguration {

    PolyplugWebFluxAutoConfiguration() {
    }

    @Bean
    @ConditionalOnMissingBean(value = MissingProviderExceptionHandler.class,
            type = "org.springframework.boot.webflux.error.ErrorWebExceptionHandler", search = SearchStrategy.CURRENT)
    MissingProviderExceptionHandler polyplugMissingProviderExceptionHandler(ServerCodecConfigurer codecs,
            ObjectProvider<ResponseEntityExceptionHandler> problemDetails) {
        return new MissingProviderExceptionHandler(codecs.getWriters(),
                problemDetails.orderedStream().findFirst().orElse(null));
    }

}
