package io.polyplug.starter;

import jakarta.servlet.DispatcherType;

import org.springframework.boot.security.autoconfigure.actuate.web.servlet.EndpointRequest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;

import static org.springframework.security.config.Customizer.withDefaults;

/**
 * The recipe of the documentation, word for word.
 */
@Configuration(proxyBeanMethods = false)
class EndpointSecurity {

    @Bean
    @Order(1)
    SecurityFilterChain polyplugSecurity(HttpSecurity http) {
        http.securityMatcher(EndpointRequest.to("polyplug"));
        http.authorizeHttpRequests((requests) -> requests.anyRequest().hasRole("OPERATOR"));
        http.httpBasic(withDefaults());
        http.sessionManagement((session) -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS));
        http.csrf((csrf) -> csrf.disable());
        return http.build();
    }

    @Bean
    SecurityFilterChain otherSecurity(HttpSecurity http) {
        http.authorizeHttpRequests((requests) -> requests.dispatcherTypeMatchers(DispatcherType.ERROR)
            .permitAll()
            .requestMatchers(EndpointRequest.to("health"))
            .permitAll()
            .anyRequest()
            .authenticated());
        http.formLogin(withDefaults());
        http.httpBasic(withDefaults());
        return http.build();
    }

}
