package io.polyplug.autoconfigure.actuate;

import java.util.List;

import io.polyplug.autoconfigure.PolyplugAutoConfiguration;
import org.junit.jupiter.api.Test;

import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.jmx.JmxEndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.web.WebEndpointAutoConfiguration;
import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.jmx.JmxEndpointsSupplier;
import org.springframework.boot.actuate.endpoint.jmx.JmxOperation;
import org.springframework.boot.actuate.endpoint.jmx.JmxOperationParameter;
import org.springframework.boot.actuate.endpoint.web.WebEndpointsSupplier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.jmx.JmxAutoConfiguration;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which operations of the {@link PolyplugEndpoint} there are.
 */
class EndpointAccessTests {

    private static final List<String> READS = List.of("GET polyplug", "GET polyplug/{bundle}");

    private static final List<String> ALL = List.of("DELETE polyplug/{bundle}", "GET polyplug", "GET polyplug/{bundle}",
            "POST polyplug/{bundle}");

    private final WebApplicationContextRunner runner = new WebApplicationContextRunner()
        .withConfiguration(AutoConfigurations.of(PolyplugAutoConfiguration.class,
                PolyplugEndpointAutoConfiguration.class, EndpointAutoConfiguration.class,
                WebEndpointAutoConfiguration.class, JmxAutoConfiguration.class, JmxEndpointAutoConfiguration.class))
        .withPropertyValues("management.endpoints.web.exposure.include=polyplug");

    @Test
    void readsUnlessToldOtherwise() {
        assertOperations(READS);
    }

    @Test
    void writesWhenItsOwnAccessIsUnrestricted() {
        assertOperations(ALL, "management.endpoint.polyplug.access=UNRESTRICTED");
    }

    @Test
    void writesWhenAllAccessIsUnrestricted() {
        assertOperations(ALL, "management.endpoints.access.default=UNRESTRICTED");
    }

    @Test
    void ownAccessStandsOverThatOfAll() {
        assertOperations(READS, "management.endpoints.access.default=UNRESTRICTED",
                "management.endpoint.polyplug.access=READ_ONLY");
    }

    @Test
    void readsWhereNoMoreIsPermitted() {
        assertOperations(READS, "management.endpoint.polyplug.access=UNRESTRICTED",
                "management.endpoints.access.max-permitted=READ_ONLY");
    }

    @Test
    void operationsOverJmxTakeNamesAndNoPrincipal() {
        this.runner
            .withPropertyValues("management.endpoint.polyplug.access=UNRESTRICTED", "spring.jmx.enabled=true",
                    "management.endpoints.jmx.exposure.include=polyplug")
            .run((context) -> assertThat(context.getBean(JmxEndpointsSupplier.class).getEndpoints()).singleElement()
                .satisfies((endpoint) -> assertThat(endpoint.getOperations()).extracting(EndpointAccessTests::signature)
                    .containsExactlyInAnyOrder("runtime[]", "bundle[bundle]", "changeState[bundle, state, weight]",
                            "unload[bundle, cascade]")));
    }

    private static String signature(JmxOperation operation) {
        return operation.getName() + operation.getParameters().stream().map(JmxOperationParameter::getName).toList();
    }

    private void assertOperations(List<String> expected, String... properties) {
        this.runner.withPropertyValues(properties)
            .run((context) -> assertThat(operations(context)).containsExactlyInAnyOrderElementsOf(expected));
    }

    private static List<String> operations(ApplicationContext context) {
        return context.getBean(WebEndpointsSupplier.class)
            .getEndpoints()
            .stream()
            .filter((endpoint) -> endpoint.getEndpointId().equals(EndpointId.of("polyplug")))
            .flatMap((endpoint) -> endpoint.getOperations().stream())
            .map((operation) -> operation.getRequestPredicate().getHttpMethod() + " "
                    + operation.getRequestPredicate().getPath())
            .toList();
    }

}
