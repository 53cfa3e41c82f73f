package io.polyplug;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.polyplug.error.ReloadException;
import io.polyplug.rollout.RolloutPhase;
import io.polyplug.rollout.RolloutPlan;
import io.polyplug.rollout.RolloutPlan.Step;
import io.polyplug.rollout.RolloutSettings;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a listener of rollouts does to the rollout that it is told of.
 */
@Timeout(300)
class RolloutListenerTests {

    /** Promotes a candidate at its first look, after a single call. */
    private static final RolloutSettings AT_ONCE = RolloutSettings
        .planned(new RolloutPlan(List.of(new Step(1000, Duration.ZERO, 0)), 1, Double.POSITIVE_INFINITY, 1));

    private static final String SUBJECT = "reload";

    private final List<String> told = new CopyOnWriteArrayList<>();

    private final List<Throwable> refusals = new CopyOnWriteArrayList<>();

    private final CountDownLatch anotherIsPromoted = new CountDownLatch(1);

    private Consumer<RolloutPhase.Started> onStart = (phase) -> {
    };

    @RegisterExtension
    final Stage stage = new Stage((builder) -> builder.onRollout(this::act).onRollout(this::note));

    private void act(RolloutPhase phase) {
        if (phase instanceof RolloutPhase.Started started && started.rollout().bundleName().equals(SUBJECT)) {
            this.onStart.accept(started);
        }
    }

    private void note(RolloutPhase phase) {
        if (phase.rollout().bundleName().equals(SUBJECT)) {
            this.told.add(phase.getClass().getSimpleName());
        }
        else if (phase instanceof RolloutPhase.Promoted) {
            this.anotherIsPromoted.countDown();
        }
    }

    private PolyplugRuntime runtime() {
        return this.stage.runtime();
    }

    @Test
    @DisplayName("the promise: a listener of the start that changes the weight ends the plan, as whoever changes it does")
    void weightThatTheStartIsAnsweredWithEndsThePlan() {
        this.onStart = (started) -> assertThat(runtime().weighBundle(SUBJECT, 700).step()).isZero();
        begin();
        awaitAnotherPlan();
        assertThat(runtime().rollout(SUBJECT)).hasValueSatisfying((rollout) -> {
            assertThat(rollout.weight()).isEqualTo(700);
            assertThat(rollout.step()).isZero();
            assertThat(rollout.candidate().calls()).isPositive();
        });
        assertThat(this.told).containsExactly("Started", "WeightChanged");
    }

    @Test
    @DisplayName("the promise: a listener of the start that abandons the candidate ends the plan with it")
    void abandonmentThatTheStartIsAnsweredWithEndsThePlan() {
        this.onStart = (started) -> runtime().abandonBundle(SUBJECT);
        begin();
        awaitAnotherPlan();
        assertThat(this.told).containsExactly("Started", "Abandoned");
        assertThat(runtime().bundle(SUBJECT).orElseThrow().generation()).isEqualTo(1);
        assertThat(this.stage.answering().answer()).isEqualTo(100);
    }

    @Test
    @DisplayName("a listener of the start cannot promote on its own thread, which changes nothing: the plan does")
    void promotionIsRefusedWithinTheStart() {
        this.onStart = (started) -> {
            try {
                runtime().promoteBundle(SUBJECT);
            }
            catch (ReloadException ex) {
                this.refusals.add(ex);
            }
        };
        begin();
        awaitAnotherPlan();
        assertThat(this.refusals).singleElement()
            .satisfies((ex) -> assertThat(ex).hasMessageContaining("this thread is in the middle of a reload")
                .hasMessageEndingWith("Do it from another thread"));
        assertThat(this.told).containsExactly("Started", "Promoted");
    }

    @Test
    @DisplayName("the promise: all listeners are told the phases in their order, whatever one of them does meanwhile")
    void whatAListenerBringsAboutIsToldAfterwards() {
        this.onStart = (started) -> {
            runtime().weighBundle(SUBJECT, 700);
            runtime().weighBundle(SUBJECT, 800);
            runtime().abandonBundle(SUBJECT);
            assertThat(this.told).isEmpty();
        };
        begin();
        assertThat(this.told).containsExactly("Started", "WeightChanged", "WeightChanged", "Abandoned");
    }

    private void begin() {
        this.stage.load("reload-v1");
        runtime().canaryBundle(this.stage.bundle("reload-v2"), AT_ONCE);
        for (int i = 0; i < 20; i++) {
            this.stage.answering().answer();
        }
    }

    /** One thread carries out all plans, in turns: those that began before had theirs. */
    private void awaitAnotherPlan() {
        this.stage.load("slow");
        runtime().canaryBundle(this.stage.bundle("slow-v2"), AT_ONCE);
        Plugins.Slow slow = runtime().contract(Plugins.Slow.class);
        assertThat(slow.version()).isEqualTo(200);
        try {
            assertThat(this.anotherIsPromoted.await(60, TimeUnit.SECONDS)).isTrue();
        }
        catch (InterruptedException ex) {
            throw new AssertionError(ex);
        }
    }

}
