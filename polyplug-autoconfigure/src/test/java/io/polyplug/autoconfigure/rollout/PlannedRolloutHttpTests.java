package io.polyplug.autoconfigure.rollout;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.polyplug.InProcessBundle;
import io.polyplug.PolyplugRuntime;
import io.polyplug.autoconfigure.BundleFolder;
import io.polyplug.autoconfigure.Patience;
import io.polyplug.autoconfigure.event.BundleRolloutStartedEvent;
import io.polyplug.autoconfigure.rollout.RolloutApplication.Nothing;
import io.polyplug.autoconfigure.web.Requests;
import io.polyplug.contract.ContractFunction;
import io.polyplug.contract.GuestContract;
import io.polyplug.rollout.RolloutInfo;
import io.polyplug.rollout.RolloutPhase;
import io.polyplug.rollout.RolloutPlan;
import io.polyplug.rollout.RolloutSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A new version earns its calls by a plan, and loses them by it, while requests are
 * answered without a single failure.
 */
@Timeout(600)
class PlannedRolloutHttpTests {

    private static final String[] ONE_LONG_STEP = { "polyplug.rollout.steps[0].weight=500",
            "polyplug.rollout.steps[0].duration=10m", "polyplug.rollout.minimum-calls=20" };

    @TempDir
    private Path folder;

    @Test
    void candidateThatFailsIsAbandonedAndNoCallFails() {
        BundleFolder bundles = bundles();
        try (RolloutApplication application = start(bundles, "polyplug.rollout.latency-ratio=Infinity");
                Requests requests = new Requests(application.port(), 3)) {
            requests.awaitMore();
            bundles.with("reload-failing", "reload");
            application.post("{\"state\":\"canary\"}", 200);
            RolloutPhase.Abandoned abandoned = application.await(RolloutPhase.Abandoned.class);
            assertThat(abandoned.reason()).matches("[0-9,]+ of [0-9,]+ calls of 1\\.1\\.0 failed \\([0-9.]+ %\\), 0 of "
                    + "[0-9,]+ of 1\\.0\\.0 \\(0\\.0 %\\): [0-9.]+ % more, and the plan allows 1\\.0 %");
            RolloutInfo last = abandoned.rollout();
            assertThat(last.candidate().errors()).isPositive();
            assertThat(last.candidate().answeredByOther()).isEqualTo(last.candidate().errors());
            requireDecidedWithinItsStep(application, last);
            assertThat(application.audited("POLYPLUG_ROLLOUT")).extracting((data) -> data.get("phase"))
                .containsExactly("started", "abandoned");
            assertThat(application.audited("POLYPLUG_ROLLOUT").get(1)).containsEntry("bundle", "reload")
                .containsEntry("reason", abandoned.reason())
                .containsEntry("errors", last.candidate().errors())
                .containsEntry("servingErrors", 0L);
            requests.awaitMore();
            requireNothingIsLeft(application);
        }
    }

    @Test
    void slowerCandidateIsAbandoned() {
        BundleFolder bundles = bundles();
        try (RolloutApplication application = start(bundles, "polyplug.rollout.latency-ratio=2");
                Requests requests = new Requests(application.port(), 3)) {
            requests.awaitMore();
            bundles.with("reload-slower", "reload");
            application.post("{\"state\":\"canary\"}", 200);
            RolloutPhase.Abandoned abandoned = application.await(RolloutPhase.Abandoned.class);
            assertThat(abandoned.reason()).matches("half of the calls of 1\\.1\\.0 took more than [0-9.]+ ms, half of "
                    + "those of 1\\.0\\.0 more than [0-9.]+ (µs|ms): [0-9.]+ times, more than the 2\\.0 times that the "
                    + "plan allows");
            assertThat(abandoned.rollout().candidate().median()).isGreaterThan(Duration.ofMillis(3));
            requireDecidedWithinItsStep(application, abandoned.rollout());
            requests.awaitMore();
            requireNothingIsLeft(application);
        }
    }

    @Test
    void goodCandidateGoesFromStepToStepToThePromotion() {
        BundleFolder bundles = bundles();
        try (RolloutApplication application = RolloutApplication.start(bundles, Nothing.class,
                "polyplug.rollout.steps[0].weight=100", "polyplug.rollout.steps[1].weight=500",
                "polyplug.rollout.steps[1].calls=30", "polyplug.rollout.minimum-calls=10",
                "polyplug.rollout.latency-ratio=Infinity"); Requests requests = new Requests(application.port(), 3)) {
            bundles.with("reload-v2", "reload");
            application.post("{\"state\":\"canary\"}", 200);
            RolloutPhase.Promoted promoted = application.await(RolloutPhase.Promoted.class);
            assertThat(application.phases()).containsExactly("Started", "WeightChanged", "Promoted");
            assertThat(application.received().get(1)).isInstanceOfSatisfying(RolloutPhase.WeightChanged.class,
                    (changed) -> {
                        assertThat(changed.previousWeight()).isEqualTo(100);
                        assertThat(changed.rollout().weight()).isEqualTo(500);
                        assertThat(changed.rollout().step()).isEqualTo(2);
                        assertThat(changed.reason()).startsWith("step 1 of 2 (10 % of the calls) is over: 0 of ");
                    });
            assertThat(promoted.reason()).startsWith("step 2 of 2 (50 % of the calls) is over: 0 of ");
            Patience.await().untilAsserted(() -> assertThat(application.get("/answer")).isEqualTo("200"));
            requests.awaitMore();
            requireNothingIsLeft(application);
            assertThat(application.get("/actuator/polyplug/reload"))
                .contains("\"version\":\"1.1.0\",\"generation\":" + promoted.rollout().candidateGeneration());
        }
    }

    @Test
    void whatTheWatchFindsIsTriedAndGivesWayToWhatIsNewer() {
        BundleFolder bundles = bundles();
        try (RolloutApplication application = start(bundles, "polyplug.rollout.latency-ratio=Infinity",
                "polyplug.rollout.mode=shadow", "polyplug.hot-reload.watch=true",
                "polyplug.hot-reload.polling-interval=250ms")) {
            bundles.with("reload-slower", "reload");
            RolloutPhase.Started first = application.await(RolloutPhase.Started.class);
            assertThat(application.get("/actuator/polyplug/reload"))
                .contains("\"mode\":\"shadow\",\"weight\":500,\"step\":1")
                .contains("\"comparisons\":{\"equal\":0,\"different\":0}");
            bundles.with("reload-v2", "reload");
            Patience.await()
                .untilAsserted(
                        () -> assertThat(application.phases()).containsExactly("Started", "Abandoned", "Started"));
            assertThat(application.received().get(2).rollout().candidateGeneration())
                .isGreaterThan(first.rollout().candidateGeneration());
            try (Requests requests = new Requests(application.port(), 2)) {
                RolloutPhase.Abandoned abandoned = Patience.await()
                    .until(() -> (application.received().size() == 4)
                            ? (RolloutPhase.Abandoned) application.received().get(3) : null, (phase) -> phase != null);
                assertThat(abandoned.reason()).contains(" results of 1.1.0 differ from those of 1.0.0 (100 %)");
                requests.awaitMore();
            }
            assertThat(application.get("/answer")).isEqualTo("100");
        }
    }

    @Test
    void planOfTheBundleItselfIsFollowed() {
        BundleFolder bundles = bundles();
        try (RolloutApplication application = start(bundles, "polyplug.bundles.reload.rollout.steps[0].weight=900",
                "polyplug.bundles.reload.rollout.minimum-calls=1",
                "polyplug.bundles.reload.rollout.latency-ratio=Infinity");
                Requests requests = new Requests(application.port(), 2)) {
            bundles.with("reload-v2", "reload");
            assertThat(application.post("{\"state\":\"canary\"}", 200)).contains("\"weight\":900,\"step\":1");
            assertThat(application.await(RolloutPhase.Promoted.class).reason())
                .startsWith("step 1 of 1 (90 % of the calls) is over: 0 of ");
            requests.awaitMore();
        }
    }

    @Test
    void bundleWithoutAPlanIsReloadedWhenTheOthersAreTried() {
        BundleFolder bundles = bundles();
        try (RolloutApplication application = start(bundles, "polyplug.bundles.reload.rollout.enabled=false",
                "polyplug.hot-reload.watch=true", "polyplug.hot-reload.polling-interval=250ms")) {
            assertThat(application.post("{\"state\":\"canary\"}", 409)).contains("there is no plan for it");
            bundles.with("reload-v2", "reload");
            Patience.await().untilAsserted(() -> assertThat(application.get("/answer")).isEqualTo("200"));
            assertThat(application.received()).isEmpty();
            assertThat(application.get("/actuator/polyplug/reload"))
                .contains("\"lastReload\":{\"outcome\":\"reloaded\",\"at\":");
        }
    }

    @Test
    void listenerOfTheStartTakesOverFromThePlan() {
        BundleFolder bundles = bundles();
        try (RolloutApplication application = RolloutApplication.start(bundles, Weighing.class,
                "polyplug.rollout.steps[0].weight=10", "polyplug.rollout.minimum-calls=1",
                "polyplug.rollout.latency-ratio=Infinity")) {
            bundles.with("reload-v2", "reload");
            assertThat(application.post("{\"state\":\"canary\"}", 200)).contains("\"weight\":1000,\"candidate\":");
            assertThat(application.get("/answer")).isEqualTo("200");
            PolyplugRuntime runtime = application.runtime();
            awaitPlanOfAnotherBundle(runtime);
            assertThat(application.get("/actuator/polyplug/reload"))
                .contains("\"rollout\":{\"mode\":\"canary\",\"weight\":1000,\"candidate\":");
            assertThat(application.phasesOf("reload")).containsExactly("Started", "WeightChanged");
        }
    }

    /**
     * One thread carries out all plans in turns, so those that began before had theirs.
     */
    private static void awaitPlanOfAnotherBundle(PolyplugRuntime runtime) {
        runtime.loadBundle(InProcessBundle.of("java", "1.0.0").provide(OtherAnswer.class, () -> 1));
        runtime.canaryBundle(InProcessBundle.of("java", "1.1.0").provide(OtherAnswer.class, () -> 2),
                RolloutSettings.planned(new RolloutPlan(List.of(new RolloutPlan.Step(1000, Duration.ZERO, 0)), 1,
                        Double.POSITIVE_INFINITY, 1)));
        assertThat(runtime.contract(OtherAnswer.class).answer()).isEqualTo(2);
        Patience.await().until(() -> runtime.bundle("java").orElseThrow().generation() == 2);
    }

    private RolloutApplication start(BundleFolder bundles, String... properties) {
        List<String> all = new ArrayList<>(List.of(ONE_LONG_STEP));
        all.addAll(List.of(properties));
        return RolloutApplication.start(bundles, Nothing.class, all.toArray(String[]::new));
    }

    private BundleFolder bundles() {
        return new BundleFolder(this.folder).with("reload-v1", "reload");
    }

    @GuestContract(name = "another.answer", version = "1.0.0")
    interface OtherAnswer {

        @ContractFunction(0)
        int answer();

    }

    static class Weighing {

        private final ObjectProvider<PolyplugRuntime> runtime;

        Weighing(ObjectProvider<PolyplugRuntime> runtime) {
            this.runtime = runtime;
        }

        @EventListener
        void on(BundleRolloutStartedEvent event) {
            String bundle = event.phase().rollout().bundleName();
            if (bundle.equals("reload")) {
                this.runtime.getObject().weighBundle(bundle, 1000);
            }
        }

    }

    /** The step of the plan had not ended, and none other had begun. */
    private static void requireDecidedWithinItsStep(RolloutApplication application, RolloutInfo last) {
        assertThat(application.phases()).containsExactly("Started", "Abandoned");
        assertThat(last.step()).isEqualTo(1);
        assertThat(last.weight()).isEqualTo(500);
    }

    private static void requireNothingIsLeft(RolloutApplication application) {
        assertThat(application.runtime().rollouts()).isEmpty();
        for (String path : List.of("/actuator/polyplug", "/actuator/polyplug/reload", "/actuator/health")) {
            assertThat(application.get(path)).as(path).doesNotContain("rollout");
        }
        Patience.await()
            .untilAsserted(() -> assertThat(application.runtime().statistics().retiredByBundle()).isEqualTo(Map.of()));
    }

}
