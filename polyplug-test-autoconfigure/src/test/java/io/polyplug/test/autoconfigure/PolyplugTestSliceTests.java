package io.polyplug.test.autoconfigure;

import io.polyplug.PolyplugRuntime;
import io.polyplug.test.app.Application;
import io.polyplug.test.app.Greeter;
import io.polyplug.test.app.HotReload;
import io.polyplug.test.app.Journal;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.context.ApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Controller;
import org.springframework.test.context.ContextConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The slice: contracts, and nothing else of the application.
 */
@PolyplugTest(properties = "some.property=value")
@ContextConfiguration(classes = Application.class)
class PolyplugTestSliceTests {

    @GuestBundle("greeter")
    static final Greeter greeter = (name) -> "Hello " + name;

    @Autowired
    private ApplicationContext context;

    @Test
    void contractsAreThere(@Autowired Greeter injected, @Autowired PolyplugRuntime runtime) {
        assertThat(injected.greet("Ada")).isEqualTo("Hello Ada");
        assertThat(runtime.backend()).isEqualTo("none");
    }

    @Test
    void nothingElseIsStarted() {
        assertThat(this.context.getBeansWithAnnotation(Controller.class)).isEmpty();
        assertThat(this.context.getBeansWithAnnotation(Endpoint.class)).isEmpty();
        assertThat(this.context.getBeanProvider(Journal.class).getIfAvailable()).isNull();
        assertThat(this.context.containsBean("dispatcherServlet")).isFalse();
    }

    @Test
    void customizersOfTheApplicationAreApplied(@Autowired HotReload customizer) {
        assertThat(customizer.times()).isPositive();
    }

    @Test
    void propertiesAreAdded(@Autowired Environment environment) {
        assertThat(environment.getProperty("some.property")).isEqualTo("value");
    }

}
