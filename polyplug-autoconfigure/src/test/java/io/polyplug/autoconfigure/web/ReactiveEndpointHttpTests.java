package io.polyplug.autoconfigure.web;

import org.springframework.test.context.TestPropertySource;

/**
 * The endpoint over HTTP in a WebFlux application on Netty.
 */
@TestPropertySource(properties = { "spring.main.web-application-type=reactive",
        "spring.autoconfigure.exclude=org.springframework.boot.tomcat.autoconfigure.reactive.TomcatReactiveWebServerAutoConfiguration" })
class ReactiveEndpointHttpTests extends PolyplugEndpointHttpTests {

}
