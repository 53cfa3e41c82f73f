package io.polyplug.autoconfigure.web;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The endpoint over HTTP in a servlet application whose requests have virtual threads.
 */
@EnabledForJreRange(min = JRE.JAVA_21, disabledReason = "there are no virtual threads before")
@TestPropertySource(properties = "spring.threads.virtual.enabled=true")
class VirtualThreadsEndpointHttpTests extends PolyplugEndpointHttpTests {

    @Test
    void requestsHaveVirtualThreads() {
        assertThat(text(HttpMethod.GET, "/thread", HttpStatus.OK)).startsWith("VirtualThread[");
    }

}
