package io.polyplug.autoconfigure.reactive;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.polyplug.InProcessBundle;
import io.polyplug.PolyplugRuntime;
import io.polyplug.ReloadPhase;
import io.polyplug.autoconfigure.BundleFolder;
import io.polyplug.autoconfigure.Patience;
import io.polyplug.autoconfigure.PolyplugAutoConfiguration;
import io.polyplug.error.PolyplugException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.core.ResolvableType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link PolyplugReactorAutoConfiguration} and its stream.
 */
class ReloadPhaseFluxTests {

    private final ApplicationContextRunner runner = new ApplicationContextRunner().withConfiguration(
            AutoConfigurations.of(PolyplugAutoConfiguration.class, PolyplugReactorAutoConfiguration.class));

    @TempDir
    private Path folder;

    @SuppressWarnings("unchecked")
    private static Flux<ReloadPhase> phases(ApplicationContext context) {
        return (Flux<ReloadPhase>) context
            .getBeanProvider(ResolvableType.forClassWithGenerics(Flux.class, ReloadPhase.class))
            .getObject();
    }

    private static String text(ReloadPhase phase) {
        return phase.getClass().getSimpleName() + " " + phase.generation();
    }

    private static InProcessBundle bundle() {
        return InProcessBundle.of("java", "1.0.0").provide(Answer.Plain.class, () -> 1);
    }

    @Test
    void phasesArriveInOrderUntilTheRuntimeCloses() {
        BundleFolder bundles = new BundleFolder(this.folder).with("reload-v1", "reload");
        this.runner.withPropertyValues(bundles.property()).run((context) -> {
            PolyplugRuntime runtime = context.getBean(PolyplugRuntime.class);
            Flux<String> phases = phases(context).map(ReloadPhaseFluxTests::text);
            StepVerifier.create(phases)
                .then(() -> runtime.reloadBundle("reload"))
                .expectNext("Preparing 2", "Reloaded 2", "Reclaimed 1")
                .then(runtime::close)
                .expectNext("Reclaimed 2")
                .expectComplete()
                .verify(Patience.LONGEST);
            StepVerifier.create(phases).expectComplete().verify(Patience.LONGEST);
        });
    }

    @Test
    void completesWithTheContext() {
        List<String> ends = new CopyOnWriteArrayList<>();
        this.runner.run((context) -> phases(context).doOnComplete(() -> ends.add("completed")).subscribe());
        Patience.await().untilAsserted(() -> assertThat(ends).containsExactly("completed"));
    }

    @Test
    void builderThatBuildsNothingIsNotWaitedFor() {
        List<String> ends = new CopyOnWriteArrayList<>();
        this.runner.run((context) -> {
            context.getBean(PolyplugRuntime.Builder.class);
            PolyplugRuntime.Builder failing = context.getBean(PolyplugRuntime.Builder.class)
                .bundleDirectory(this.folder.resolve("missing"));
            assertThatExceptionOfType(PolyplugException.class).isThrownBy(failing::build);
            phases(context).doOnComplete(() -> ends.add("completed")).subscribe();
            assertThat(ends).isEmpty();
            context.getBean(PolyplugRuntime.class).close();
            Patience.await().untilAsserted(() -> assertThat(ends).containsExactly("completed"));
        });
    }

    @Test
    void lateSubscriberJoinsAndOneThatLeavesChangesNothing() {
        this.runner.run((context) -> {
            PolyplugRuntime runtime = context.getBean(PolyplugRuntime.class);
            runtime.loadBundle(bundle());
            Flux<String> phases = phases(context).map(ReloadPhaseFluxTests::text);
            List<String> first = new CopyOnWriteArrayList<>();
            phases.subscribe(first::add);
            StepVerifier.create(phases.take(1))
                .then(() -> runtime.reloadBundle("java"))
                .expectNext("Preparing 2")
                .expectComplete()
                .verify(Patience.LONGEST);
            assertThat(runtime.awaitReclamation(Patience.LONGEST)).isTrue();
            StepVerifier.create(phases.take(3))
                .then(() -> runtime.reloadBundle("java"))
                .expectNext("Preparing 3", "Reloaded 3", "Reclaimed 2")
                .expectComplete()
                .verify(Patience.LONGEST);
            Patience.await()
                .untilAsserted(() -> assertThat(first).containsExactly("Preparing 2", "Reloaded 2", "Reclaimed 1",
                        "Preparing 3", "Reloaded 3", "Reclaimed 2"));
        });
    }

    @Test
    void slowSubscriberHoldsUpNoReloadAndIsToldWhatItMissed() {
        this.runner.run((context) -> {
            PolyplugRuntime runtime = context.getBean(PolyplugRuntime.class);
            runtime.loadBundle(bundle());
            CountDownLatch go = new CountDownLatch(1);
            List<ReloadPhase> received = new CopyOnWriteArrayList<>();
            List<Throwable> failures = new CopyOnWriteArrayList<>();
            phases(context).doOnNext((phase) -> await(go)).subscribe(received::add, failures::add);
            int reloads = PhaseStream.CAPACITY / 2;
            for (int i = 0; i < reloads; i++) {
                runtime.reloadBundle("java");
            }
            assertThat(runtime.awaitReclamation(Patience.LONGEST)).isTrue();
            assertThat(received).isEmpty();
            go.countDown();
            Patience.await().untilAsserted(() -> assertThat(failures).hasSize(1));
            assertThat(received).hasSizeGreaterThanOrEqualTo(PhaseStream.CAPACITY);
            assertThat(failures.get(0)).isInstanceOfSatisfying(ReloadPhasesMissedException.class, (ex) -> {
                assertThat(ex.missed()).isEqualTo(3L * reloads - received.size());
                assertThat(ex.bundleNames()).containsExactly("java");
            });
        });
    }

    @Test
    void whoRetriesJoinsAgain() {
        this.runner.run((context) -> {
            PolyplugRuntime runtime = context.getBean(PolyplugRuntime.class);
            runtime.loadBundle(bundle());
            CountDownLatch go = new CountDownLatch(1);
            List<Long> generations = new CopyOnWriteArrayList<>();
            List<Throwable> failures = new CopyOnWriteArrayList<>();
            phases(context).doOnNext((phase) -> await(go))
                .doOnError(failures::add)
                .retry()
                .subscribe((phase) -> generations.add(phase.generation()));
            for (int i = 0; i < PhaseStream.CAPACITY / 2; i++) {
                runtime.reloadBundle("java");
            }
            go.countDown();
            Patience.await().untilAsserted(() -> assertThat(failures).hasSize(1));
            Patience.await().until(() -> {
                long generation = runtime.reloadBundle("java").generation();
                return runtime.awaitReclamation(Patience.LONGEST) && generations.contains(generation);
            });
        });
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        }
        catch (InterruptedException ex) {
            throw new IllegalStateException(ex);
        }
    }

    @Test
    void subscriberThatFailsChangesNothing() {
        this.runner.run((context) -> {
            PolyplugRuntime runtime = context.getBean(PolyplugRuntime.class);
            runtime.loadBundle(bundle());
            List<Throwable> failures = new CopyOnWriteArrayList<>();
            phases(context).map((phase) -> {
                throw new IllegalStateException("on purpose");
            }).subscribe((nothing) -> {
            }, failures::add);
            assertThat(runtime.reloadBundle("java").generation()).isEqualTo(2);
            Patience.await().untilAsserted(() -> assertThat(failures).hasSize(1));
            assertThat(runtime.reloadBundle("java").generation()).isEqualTo(3);
        });
    }

    @Test
    void childHearsTheRuntimeThatItUses() {
        this.runner.run((parent) -> {
            this.runner.withParent(parent).run((child) -> assertThat(phases(child)).isSameAs(phases(parent)));
            this.runner.withParent(parent).withUserConfiguration(OwnRuntime.class).run((child) -> {
                PolyplugRuntime runtime = child.getBean(PolyplugRuntime.class);
                assertThat(runtime).isNotSameAs(parent.getBean(PolyplugRuntime.class));
                runtime.loadBundle(bundle());
                StepVerifier.create(phases(child).map(ReloadPhaseFluxTests::text).take(1))
                    .then(() -> runtime.reloadBundle("java"))
                    .expectNext("Preparing 2")
                    .expectComplete()
                    .verify(Patience.LONGEST);
            });
        });
    }

    @Test
    void backsOffWhereItCannotBe() {
        this.runner.withClassLoader(new FilteredClassLoader("reactor"))
            .run((context) -> assertThat(context).hasNotFailed()
                .hasSingleBean(PolyplugRuntime.class)
                .doesNotHaveBean(PolyplugReactorAutoConfiguration.class));
        this.runner.withPropertyValues("polyplug.enabled=false")
            .run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(Flux.class));
    }

    @Test
    void yieldsToThatOfTheApplicationOnly() {
        this.runner.withUserConfiguration(OwnPhases.class)
            .run((context) -> assertThat(phases(context)).isSameAs(context.getBean("ownPhases")));
        this.runner.withUserConfiguration(OtherFlux.class)
            .run((context) -> assertThat(context).hasBean("polyplugReloadPhases").hasBean("names"));
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnRuntime {

        @Bean
        @Primary
        PolyplugRuntime childRuntime(PolyplugRuntime.Builder builder) {
            return builder.build();
        }

    }

    @Configuration(proxyBeanMethods = false)
    static class OwnPhases {

        @Bean
        Flux<ReloadPhase> ownPhases() {
            return Flux.empty();
        }

    }

    @Configuration(proxyBeanMethods = false)
    static class OtherFlux {

        @Bean
        Flux<String> names() {
            return Flux.empty();
        }

    }

}
