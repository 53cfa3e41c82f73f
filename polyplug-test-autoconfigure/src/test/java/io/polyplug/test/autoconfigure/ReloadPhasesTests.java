package io.polyplug.test.autoconfigure;

import io.polyplug.InProcessBundle;
import io.polyplug.PolyplugRuntime;
import io.polyplug.test.app.Application;
import io.polyplug.test.app.Greeter;
import io.polyplug.test.app.Journal;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.ContextConfiguration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Phases that a test tells, and those of bundles of Java objects.
 */
@PolyplugTest
@ContextConfiguration(classes = Application.class)
@Import(Journal.class)
class ReloadPhasesTests {

    @GuestBundle("greeter")
    static final Greeter greeter = (name) -> "Hello " + name;

    @Autowired
    private ReloadPhases phases;

    @Autowired
    private PolyplugRuntime runtime;

    @Autowired
    private Journal journal;

    @BeforeEach
    void forget() {
        this.journal.clear();
    }

    @Test
    void listenersOfTheApplicationHearThem() {
        long generation = this.runtime.bundle("greeter").orElseThrow().generation();
        this.phases.preparing("greeter");
        this.phases.reloaded("greeter", "1.1.0");
        this.phases.preparing("greeter");
        this.phases.failed("greeter", "it is broken");
        this.phases.unloading("greeter");
        this.phases.reclaimed("greeter");
        long next = generation + 1;
        assertThat(this.journal.entries()).containsExactly("Preparing greeter " + next, "Reloaded greeter " + next,
                "Preparing greeter " + next, "Failed greeter " + next, "Unloading greeter " + generation,
                "Reclaimed greeter " + generation);
        assertThat(this.runtime.bundle("greeter").orElseThrow().generation()).isEqualTo(generation);
    }

    @Test
    void bundleNeedNotBeLoaded() {
        this.phases.unloading("nobody");
        assertThat(this.journal.entries()).containsExactly("Unloading nobody 1");
    }

    @Test
    void bundleOfJavaObjectsIsReallyReloaded(@Autowired Greeter injected) {
        this.runtime.reloadBundle(InProcessBundle.of("greeter", "1.1.0").provide(Greeter.class, (name) -> "Bye"));
        assertThat(injected.greet("Ada")).isEqualTo("Bye");
        assertThat(this.journal.entries()).anyMatch((entry) -> entry.startsWith("Reloaded greeter "));
        this.runtime.rollbackBundle("greeter");
    }

    @Test
    void ownRuntimeWithoutCustomizersIsToldFrom() {
        org.springframework.test.context.TestContextManager manager = new org.springframework.test.context.TestContextManager(
                Own.class);
        ReloadPhases unknown = manager.getTestContext().getApplicationContext().getBean(ReloadPhases.class);
        assertThatIllegalStateException().isThrownBy(() -> unknown.unloading("x"))
            .withMessageContaining("Nobody knows who listens");
    }

    /** Has its own runtime. */
    @PolyplugTest
    @ContextConfiguration(classes = Application.class)
    @Import(Own.Runtime.class)
    static class Own {

        /** Builds it by hand. */
        @TestConfiguration(proxyBeanMethods = false)
        static class Runtime {

            @Bean
            PolyplugRuntime runtime() {
                return PolyplugRuntime.builder().backend("none").build();
            }

        }

    }

}
