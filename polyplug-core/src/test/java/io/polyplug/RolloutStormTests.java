package io.polyplug;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;

import io.polyplug.contract.ContractFunction;
import io.polyplug.contract.GuestContract;
import io.polyplug.contract.SideEffectFree;
import io.polyplug.rollout.RolloutFigures;
import io.polyplug.rollout.RolloutInfo;
import io.polyplug.rollout.RolloutSettings;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Two generations of a library of 400 KiB share the calls of eight threads, with every
 * weight, while that bundle and another one are replaced; each call looks at all of the
 * library's pages. The long form runs under the profile {@code soak}.
 */
class RolloutStormTests {

    private static final int CALLERS = 8;

    private static final int CALLS = 400;

    private static final int[] WEIGHTS = { 0, 10, 250, 500, 990, 1000, 750, 333, 50, 0 };

    @RegisterExtension
    final Stage stage = new Stage();

    private final AtomicLongArray answers = new AtomicLongArray(3);

    private int serving = 1;

    @Test
    @Timeout(900)
    @DisplayName("the promise: rollouts from 0 to 1000 and back under 8 callers and reloads: no call fails or mixes"
            + " versions, shares are exact, nothing is left")
    void storm(TestReporter reporter) {
        storm(6, reporter);
    }

    @Test
    @Tag("soak")
    @Timeout(7200)
    @DisplayName("the promise: 600 rollouts from 0 to 1000 and back under 8 callers and reloads: no call fails or mixes"
            + " versions, shares are exact, nothing is left")
    void longStorm(TestReporter reporter) {
        storm(600, reporter);
    }

    private void storm(int rollouts, TestReporter reporter) {
        Path[] builds = { this.stage.bundle("large"), this.stage.bundle("large-v2") };
        PolyplugRuntime runtime = this.stage.another((builder) -> {
        });
        runtime.loadBundle(builds[0]);
        runtime.loadBundle(this.stage.bundle("reload-v1"));
        Large large = runtime.contract(Large.class);
        for (int i = 0; i < rollouts; i++) {
            runtime.canaryBundle(builds[2 - this.serving], RolloutSettings.canary(0));
            for (int weight : WEIGHTS) {
                runtime.weighBundle("large", weight);
                assertShare(runtime, large, weight);
            }
            end(i, runtime, large, builds);
        }
        assertThat(runtime.awaitReclamation(Duration.ofSeconds(60))).isTrue();
        Figures.publish(reporter, "rollout storm", this.answers.get(1) + " calls of version 1, " + this.answers.get(2)
                + " of version 2, " + this.answers.get(0) + " mixed");
        assertThat(this.answers.get(0)).as("mixed").isZero();
        assertNothingIsLeft(runtime);
    }

    /** So many calls as the weight says, whatever else is replaced meanwhile. */
    private void assertShare(PolyplugRuntime runtime, Large large, int weight) {
        AtomicInteger candidates = new AtomicInteger();
        RolloutInfo before = runtime.rollout("large").orElseThrow();
        Crew callers = Crew.start(CALLERS, (caller) -> {
            for (int i = 0; i < CALLS; i++) {
                candidates.addAndGet((call(large) != this.serving) ? 1 : 0);
            }
        });
        runtime.reloadBundle("reload");
        callers.join();
        assertThat(candidates.get()).as("of %s calls at weight %s", CALLERS * CALLS, weight)
            .isCloseTo(CALLERS * CALLS * weight / 1000, within(CALLERS * CALLS * 2 / 100));
        RolloutInfo after = runtime.rollout("large").orElseThrow();
        assertThat(calls(after.candidate(), before.candidate())).isEqualTo(candidates.get());
        assertThat(calls(after.serving(), before.serving())).isEqualTo(CALLERS * CALLS - candidates.get());
    }

    private static long calls(RolloutFigures after, RolloutFigures before) {
        return after.calls() - before.calls();
    }

    private int call(Large large) {
        int version = large.version();
        this.answers.incrementAndGet(version);
        return version;
    }

    /**
     * The rollout ends in each of its ways, and its weight changes, under the callers.
     */
    private void end(int rollout, PolyplugRuntime runtime, Large large, Path[] builds) {
        try (Crew callers = Crew.repeating(CALLERS, (caller) -> call(large))) {
            for (int weight : WEIGHTS) {
                callers.awaitRounds(1);
                runtime.weighBundle("large", weight);
            }
            runtime.weighBundle("large", 500);
            callers.awaitRounds(1);
            switch (rollout % 3) {
                case 0 -> {
                    runtime.promoteBundle("large");
                    this.serving = 3 - this.serving;
                }
                case 1 -> runtime.abandonBundle("large");
                default -> runtime.reloadBundle(builds[this.serving - 1]);
            }
            assertThat(large.version()).isEqualTo(this.serving);
            callers.awaitRounds(1);
            assertThat(large.version()).isEqualTo(this.serving);
        }
        assertThat(runtime.rollouts()).isEmpty();
    }

    private void assertNothingIsLeft(PolyplugRuntime runtime) {
        assertThat(this.stage.mappedLibraries()).as("large and reload").hasSize(2);
        RuntimeStatistics statistics = runtime.statistics();
        assertThat(statistics.retiredGenerations()).isZero();
        assertThat(statistics.closedButMapped()).isZero();
        assertThat(statistics.activeGenerations()).isEqualTo(2);
        assertThat(statistics.activePins()).isZero();
        assertThat(statistics.guestBytes().values()).containsOnly(0L);
    }

    /** The one function of bundle {@code large}. */
    @GuestContract(name = "demo.Large", version = "1.0")
    interface Large {

        @SideEffectFree
        @ContractFunction(0)
        int version();

    }

}
