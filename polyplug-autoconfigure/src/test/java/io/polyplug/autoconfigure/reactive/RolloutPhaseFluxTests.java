package io.polyplug.autoconfigure.reactive;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.polyplug.InProcessBundle;
import io.polyplug.PolyplugRuntime;
import io.polyplug.autoconfigure.Patience;
import io.polyplug.autoconfigure.PolyplugAutoConfiguration;
import io.polyplug.rollout.RolloutPhase;
import io.polyplug.rollout.RolloutSettings;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.ResolvableType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the phases of rollouts as {@link PolyplugReactorAutoConfiguration} has them.
 */
class RolloutPhaseFluxTests {

    private final ApplicationContextRunner runner = new ApplicationContextRunner().withConfiguration(
            AutoConfigurations.of(PolyplugAutoConfiguration.class, PolyplugReactorAutoConfiguration.class));

    @SuppressWarnings("unchecked")
    private static Flux<RolloutPhase> phases(ApplicationContext context) {
        return (Flux<RolloutPhase>) context
            .getBeanProvider(ResolvableType.forClassWithGenerics(Flux.class, RolloutPhase.class))
            .getObject();
    }

    private static String text(RolloutPhase phase) {
        return phase.getClass().getSimpleName() + " " + phase.rollout().candidateGeneration() + " "
                + phase.rollout().weight();
    }

    private static PolyplugRuntime runtime(ApplicationContext context) {
        PolyplugRuntime runtime = context.getBean(PolyplugRuntime.class);
        runtime.loadBundle(bundle("1.0.0", 1));
        return runtime;
    }

    private static InProcessBundle bundle(String version, int answer) {
        return InProcessBundle.of("java", version).provide(Answer.Plain.class, () -> answer);
    }

    private static void begin(PolyplugRuntime runtime) {
        runtime.canaryBundle(bundle("1.1.0", 2), RolloutSettings.canary(10));
    }

    @Test
    void phasesArriveInOrderUntilTheRuntimeCloses() {
        this.runner.run((context) -> {
            PolyplugRuntime runtime = runtime(context);
            Flux<String> phases = phases(context).map(RolloutPhaseFluxTests::text);
            StepVerifier.create(phases).then(() -> {
                begin(runtime);
                runtime.weighBundle("java", 500);
                runtime.promoteBundle("java");
            }).expectNext("Started 2 10", "WeightChanged 2 500", "Promoted 2 500").then(() -> {
                begin(runtime);
                runtime.abandonBundle("java");
                begin(runtime);
            })
                .expectNext("Started 3 10", "Abandoned 3 10", "Started 4 10")
                .then(runtime::close)
                .expectNext("Abandoned 4 10")
                .expectComplete()
                .verify(Patience.LONGEST);
            StepVerifier.create(phases).expectComplete().verify(Patience.LONGEST);
        });
    }

    @Test
    void lateSubscriberJoinsAndOneThatLeavesChangesNothing() {
        this.runner.run((context) -> {
            PolyplugRuntime runtime = runtime(context);
            Flux<String> phases = phases(context).map(RolloutPhaseFluxTests::text);
            List<String> first = new CopyOnWriteArrayList<>();
            phases.subscribe(first::add);
            StepVerifier.create(phases.take(1))
                .then(() -> begin(runtime))
                .expectNext("Started 2 10")
                .expectComplete()
                .verify(Patience.LONGEST);
            StepVerifier.create(phases.take(2)).then(() -> {
                runtime.weighBundle("java", 20);
                runtime.abandonBundle("java");
            }).expectNext("WeightChanged 2 20", "Abandoned 2 20").expectComplete().verify(Patience.LONGEST);
            Patience.await()
                .untilAsserted(() -> assertThat(first).containsExactly("Started 2 10", "WeightChanged 2 20",
                        "Abandoned 2 20"));
        });
    }

    @Test
    void whoAsksForFewGetsFewAndTheRestLater() {
        this.runner.run((context) -> {
            PolyplugRuntime runtime = runtime(context);
            StepVerifier.create(phases(context).map(RolloutPhaseFluxTests::text), 1).then(() -> {
                begin(runtime);
                runtime.weighBundle("java", 20);
                runtime.weighBundle("java", 30);
            })
                .expectNext("Started 2 10")
                .thenRequest(1)
                .expectNext("WeightChanged 2 20")
                .thenRequest(1)
                .expectNext("WeightChanged 2 30")
                .thenCancel()
                .verify(Patience.LONGEST);
        });
    }

    @Test
    void slowSubscriberHoldsUpNoRolloutIsToldWhatItMissedAndMayJoinAgain() {
        this.runner.run((context) -> {
            PolyplugRuntime runtime = runtime(context);
            CountDownLatch go = new CountDownLatch(1);
            List<Integer> weights = new CopyOnWriteArrayList<>();
            List<Throwable> failures = new CopyOnWriteArrayList<>();
            phases(context).doOnNext((phase) -> await(go))
                .doOnError(failures::add)
                .retry()
                .subscribe((phase) -> weights.add(phase.rollout().weight()));
            begin(runtime);
            for (int i = 0; i < 2 * PhaseStream.CAPACITY; i++) {
                runtime.weighBundle("java", 20);
            }
            assertThat(weights).isEmpty();
            go.countDown();
            Patience.await().untilAsserted(() -> assertThat(failures).hasSize(1));
            assertThat(weights).hasSizeGreaterThanOrEqualTo(PhaseStream.CAPACITY);
            assertThat(failures.get(0)).isInstanceOfSatisfying(RolloutPhasesMissedException.class, (ex) -> {
                assertThat(ex.missed()).isEqualTo(1L + 2 * PhaseStream.CAPACITY - weights.size());
                assertThat(ex.bundleNames()).containsExactly("java");
                assertThat(ex)
                    .hasMessageStartingWith(ex.missed() + " phases of rollouts of bundles [java] were missed");
            });
            Patience.await().until(() -> {
                runtime.weighBundle("java", 30);
                return weights.contains(30);
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
    void subscriberThatHearsOfTheStartMayPromote() {
        this.runner.run((context) -> {
            PolyplugRuntime runtime = runtime(context);
            StepVerifier
                .create(phases(context).ofType(RolloutPhase.Started.class)
                    .doOnNext((phase) -> runtime.promoteBundle("java"))
                    .take(1))
                .then(() -> begin(runtime))
                .expectNextCount(1)
                .expectComplete()
                .verify(Patience.LONGEST);
            assertThat(runtime.bundle("java").orElseThrow().version()).hasToString("1.1.0");
        });
    }

    @Test
    void completesWithTheContext() {
        List<String> ends = new CopyOnWriteArrayList<>();
        this.runner.run((context) -> phases(context).doOnComplete(() -> ends.add("completed")).subscribe());
        Patience.await().untilAsserted(() -> assertThat(ends).containsExactly("completed"));
    }

    @Test
    void childHearsTheRuntimeThatItUses() {
        this.runner.run((parent) -> {
            this.runner.withParent(parent).run((child) -> assertThat(phases(child)).isSameAs(phases(parent)));
            this.runner.withParent(parent).withUserConfiguration(ReloadPhaseFluxTests.OwnRuntime.class).run((child) -> {
                PolyplugRuntime runtime = runtime(child);
                assertThat(runtime).isNotSameAs(parent.getBean(PolyplugRuntime.class));
                StepVerifier.create(phases(child).map(RolloutPhaseFluxTests::text).take(1))
                    .then(() -> begin(runtime))
                    .expectNext("Started 2 10")
                    .expectComplete()
                    .verify(Patience.LONGEST);
            });
        });
    }

    @Test
    void backsOffWhereItCannotBeAndYieldsToThatOfTheApplicationOnly() {
        this.runner.withClassLoader(new FilteredClassLoader("reactor"))
            .run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("polyplugRolloutPhases"));
        this.runner.withPropertyValues("polyplug.enabled=false")
            .run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(Flux.class));
        this.runner.withUserConfiguration(OwnPhases.class).run((context) -> {
            assertThat(phases(context)).isSameAs(context.getBean("ownPhases"));
            assertThat(context).hasBean("polyplugReloadPhases");
        });
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnPhases {

        @Bean
        Flux<RolloutPhase> ownPhases() {
            return Flux.empty();
        }

    }

}
