package io.polyplug.test.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import io.polyplug.PolyplugRuntime;
import io.polyplug.error.ContractUnavailableException;
import io.polyplug.test.app.Application;
import io.polyplug.test.app.Counter;
import io.polyplug.test.app.Greeter;
import io.polyplug.test.app.Journal;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The whole application, whose configured bundles are not there.
 */
@SpringBootTest(classes = Application.class)
@AutoConfigurePolyplugTest
@AutoConfigureMockMvc
class AutoConfigurePolyplugTestTests {

    @GuestBundle(value = "greeter", version = "2.1")
    static final Greeter greeter = (name) -> "Hello " + name;

    @Autowired
    private MockMvcTester mvc;

    @Autowired
    private PolyplugRuntime runtime;

    @Autowired
    private Greeter injected;

    @Autowired
    @Qualifier("greeter")
    private Greeter ofBundle;

    @Autowired
    private Counter counter;

    @Autowired
    private Journal journal;

    @Test
    void controllerIsServedByTheDeclaredBundle() {
        assertThat(this.mvc.get().uri("/greet/Ada")).hasBodyTextEqualTo("Hello Ada");
    }

    @Test
    void contractIsTheRuntimesAndNotTheObjectItself() {
        assertThat(this.injected).isNotSameAs(greeter);
        assertThat(this.injected.greet("Grace")).isEqualTo("Hello Grace");
        assertThat(this.ofBundle.greet("Alan")).isEqualTo("Hello Alan");
    }

    @Test
    void declaredBundleIsLoadedLikeAnyOther() {
        assertThat(this.runtime.bundle("greeter")).hasValueSatisfying((bundle) -> {
            assertThat(bundle.version()).hasToString("2.1.0");
            assertThat(bundle.contracts()).singleElement()
                .satisfies((contract) -> assertThat(contract.name()).isEqualTo("demo.Greeter"));
        });
        assertThat(this.journal.entries()).contains("Loaded greeter");
        assertThat(this.mvc.get().uri("/actuator/health/polyplug")).hasStatusOk();
    }

    @Test
    void contractWithoutProviderFailsItsCallsOnly() {
        assertThatExceptionOfType(ContractUnavailableException.class).isThrownBy(() -> this.counter.count(new byte[2]))
            .withMessageContaining("demo.Counter");
    }

    @Test
    void noNativeLibraryIsMapped() throws IOException {
        assertThat(this.runtime.backend()).isEqualTo("none");
        assertThat(Files.readAllLines(Path.of("/proc/self/maps"))).noneMatch((line) -> line.contains("jnidispatch"))
            .noneMatch((line) -> line.endsWith(".so") && line.contains("polyplug"));
    }

}
