package io.polyplug.autoconfigure.web;

import org.junit.jupiter.api.Test;

import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The endpoint over HTTP in a WebFlux application on Netty.
 */
@TestPropertySource(properties = { "spring.main.web-application-type=reactive",
        "spring.autoconfigure.exclude=org.springframework.boot.tomcat.autoconfigure.reactive.TomcatReactiveWebServerAutoConfiguration" })
class ReactiveEndpointHttpTests extends PolyplugEndpointHttpTests {

    @Test
    void requestsHaveThreadsOfTheEventLoop() {
        assertThat(text(HttpMethod.GET, "/thread", HttpStatus.OK)).contains("webflux-http-");
    }

}
