package io.polyplug.test.autoconfigure;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.polyplug.InProcessBundle;
import io.polyplug.PolyplugRuntime;
import io.polyplug.ReloadPhase;
import io.polyplug.test.app.Application;
import io.polyplug.test.app.Counter;
import io.polyplug.test.app.Greeter;
import io.polyplug.test.app.Journal;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.TestContextManager;

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

    /** The one that is really reloaded: its phases come when they come. */
    @GuestBundle("visitor")
    static final Counter visitor = (bytes) -> 1;

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

    private List<String> told() {
        return this.journal.entries().stream().filter((entry) -> !entry.contains("visitor")).toList();
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
        assertThat(told()).containsExactly("Preparing greeter " + next, "Reloaded greeter " + next,
                "Preparing greeter " + next, "Failed greeter " + next, "Unloading greeter " + generation,
                "Reclaimed greeter " + generation);
        assertThat(this.runtime.bundle("greeter").orElseThrow().generation()).isEqualTo(generation);
    }

    @Test
    void subscribersHearThem(@Autowired Flux<ReloadPhase> flux) throws Exception {
        CompletableFuture<ReloadPhase> heard = flux.filter((phase) -> phase.bundleName().equals("streamed"))
            .next()
            .toFuture();
        this.phases.unloading("streamed");
        assertThat(heard.get(60, TimeUnit.SECONDS)).isInstanceOf(ReloadPhase.Unloading.class);
    }

    @Test
    void bundleNeedNotBeLoaded() {
        this.phases.unloading("nobody");
        assertThat(told()).containsExactly("Unloading nobody 1");
    }

    @Test
    void bundleOfJavaObjectsIsReallyReloaded(@Autowired Counter injected) {
        this.runtime.reloadBundle(InProcessBundle.of("visitor", "1.1.0").provide(Counter.class, (bytes) -> 2));
        assertThat(injected.count(new byte[0])).isEqualTo(2);
        assertThat(this.journal.entries()).contains("Preparing visitor 2", "Reloaded visitor 2");
    }

    @Test
    void ownRuntimeWithoutCustomizersIsToldFrom() {
        TestContextManager manager = new TestContextManager(Own.class);
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
