package io.polyplug.autoconfigure.contract;

import io.polyplug.PolyplugRuntime;
import io.polyplug.autoconfigure.PolyplugAutoConfiguration;
import io.polyplug.autoconfigure.app.Application;
import io.polyplug.autoconfigure.library.Slow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * What an application is told that needs a contract which is not registered.
 */
@ExtendWith(OutputCaptureExtension.class)
class UnregisteredContractTests {

    private final SpringApplicationBuilder application = new SpringApplicationBuilder(Consumer.class, Application.class)
        .web(WebApplicationType.NONE);

    @Test
    void contractOutsideTheApplicationsPackages(CapturedOutput output) {
        fail(this.application.sources(Contracts.class));
        assertThat(output).containsSubsequence("APPLICATION FAILED TO START", "Description:",
                "Parameter 0 of constructor in " + Consumer.class.getName(),
                "required the guest contract '" + Slow.class.getName() + "', which is not registered: it lies outside "
                        + "the application's packages, [io.polyplug.autoconfigure.app].",
                "Action:", "Annotate a configuration class with @ImportGuestContracts(Slow.class), or move");
    }

    @Test
    void providersOfAContractOutsideTheApplicationsPackages(CapturedOutput output) {
        SpringApplicationBuilder holder = new SpringApplicationBuilder(HolderConsumer.class, Contracts.class)
            .web(WebApplicationType.NONE);
        fail(holder);
        assertThat(output).contains("required the guest contract '" + Slow.class.getName(),
                "outside the application's packages, [].");
    }

    @Test
    void polyplugIsDisabled(CapturedOutput output) {
        fail(this.application.sources(Contracts.class).properties("polyplug.enabled=false"));
        assertThat(output).containsSubsequence("which is not registered: 'polyplug.enabled' is 'false'.", "Action:",
                "Set 'polyplug.enabled' to 'true', or give");
    }

    @Test
    void thereAreSeveralRuntimes(CapturedOutput output) {
        fail(this.application.sources(Contracts.class, TwoRuntimes.class));
        assertThat(output).containsSubsequence("there are several runtimes, [first, second], and none", "Action:",
                "@Primary", "runtime.contract(Slow.class)");
    }

    @Test
    void autoConfigurationIsNotThere(CapturedOutput output) {
        fail(this.application);
        assertThat(output).containsSubsequence("polyplug's auto-configuration is not part", "Action:",
                "@AutoConfigurePolyplugTest", "@MockitoBean Slow");
    }

    @Test
    void otherBeansAreLeftToBoot(CapturedOutput output) {
        fail(new SpringApplicationBuilder(OtherConsumer.class, Contracts.class).web(WebApplicationType.NONE));
        assertThat(output).contains("Consider defining a bean of type").doesNotContain("guest contract");
    }

    private static void fail(SpringApplicationBuilder application) {
        SpringApplication built = application.build();
        assertThatException().isThrownBy(built::run);
    }

    record Consumer(Slow slow) {
    }

    record HolderConsumer(GuestContracts<Slow> slow) {
    }

    record OtherConsumer(Thread thread) {
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({ PolyplugAutoConfiguration.class, GuestContractAutoConfiguration.class })
    static class Contracts {

    }

    @Configuration(proxyBeanMethods = false)
    @Import(Contracts.class)
    static class TwoRuntimes {

        @Bean(destroyMethod = "close")
        PolyplugRuntime first() {
            return PolyplugRuntime.builder().build();
        }

        @Bean(destroyMethod = "close")
        PolyplugRuntime second() {
            return PolyplugRuntime.builder().build();
        }

    }

}
