package io.polyplug.autoconfigure.web;

import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

import org.springframework.test.context.TestPropertySource;

/**
 * The endpoint over HTTP in a servlet application whose requests have virtual threads.
 */
@EnabledForJreRange(min = JRE.JAVA_21, disabledReason = "there are no virtual threads before")
@TestPropertySource(properties = "spring.threads.virtual.enabled=true")
class VirtualThreadsEndpointHttpTests extends PolyplugEndpointHttpTests {

}
