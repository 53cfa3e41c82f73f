package io.polyplug;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLongArray;

import io.polyplug.contract.ContractFunction;
import io.polyplug.contract.GuestContract;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A library of 400 KiB is replaced as fast as it goes while eight threads call it; each
 * call looks at all of its pages. The long form runs under the profile {@code soak}.
 */
class ReloadStormTests {

    private static final int CALLERS = 8;

    private static final String BUNDLE = "large";

    @RegisterExtension
    final Stage stage = new Stage();

    @Test
    @Timeout(600)
    @DisplayName("the promise: 200 reloads of 400 KiB under 8 callers: no call fails or mixes versions, nothing is left")
    void storm(TestReporter reporter) {
        storm(new MemoryCurve(200), reporter);
    }

    @Test
    @Tag("soak")
    @Timeout(3600)
    @DisplayName("the promise: 10 000 reloads of 400 KiB under 8 callers: no call fails or mixes versions, nothing is left")
    void longStorm(TestReporter reporter) {
        MemoryCurve curve = MemoryCurve.longForm(10_000);
        storm(curve, reporter);
        // A reload keeps its host table of 184 bytes; compilers and collectors come and
        // go
        // by megabytes. One page a reload would be 20 MiB here, one copy 2 GiB.
        assertThat(curve.growthInKibibytes()).as("resident KiB").isLessThan(18 * 1024);
    }

    private void storm(MemoryCurve curve, TestReporter reporter) {
        Path[] builds = { this.stage.bundle(BUNDLE), this.stage.bundle("large-v2") };
        PolyplugRuntime runtime = this.stage.another((builder) -> {
        });
        runtime.loadBundle(builds[0]);
        Large large = runtime.contract(Large.class);
        AtomicLongArray answers = new AtomicLongArray(3);
        curve.runInSlices((reloads) -> {
            try (Crew callers = Crew.repeating(CALLERS, (caller) -> answers.incrementAndGet(large.version()))) {
                callers.awaitRounds(1);
                reloads.forEach((reload) -> {
                    int build = (reload + 1) % 2;
                    runtime.reloadBundle(builds[build]);
                    assertThat(large.version()).isEqualTo(build + 1);
                });
                callers.awaitRounds(1);
            }
            assertThat(runtime.awaitReclamation(Duration.ofSeconds(60))).isTrue();
        });
        curve.publish(reporter, "reload storm");
        Figures.publish(reporter, "reload storm", String.format(Locale.ROOT,
                "%d calls of version 1, %d of version 2, %d mixed", answers.get(1), answers.get(2), answers.get(0)));
        assertThat(answers.get(0)).as("mixed").isZero();
        assertThat(answers.get(1)).as("calls of version 1").isPositive();
        assertThat(answers.get(2)).as("calls of version 2").isPositive();
        assertNothingIsLeft(runtime, curve.cycles());
    }

    private void assertNothingIsLeft(PolyplugRuntime runtime, int reloads) {
        assertThat(this.stage.mappedLibraries()).hasSize(1);
        assertThat(this.stage.privateCopies()).as("the active generation and the one before").hasSize(2);
        RuntimeStatistics statistics = runtime.statistics();
        assertThat(statistics.reclaimedGenerations()).isEqualTo(reloads);
        assertThat(statistics.retiredGenerations()).isZero();
        assertThat(statistics.closedButMapped()).isZero();
        assertThat(statistics.liveInstances()).isEqualTo(1);
        assertThat(statistics.activePins()).isZero();
        assertThat(statistics.guestBytes().values()).containsOnly(0L);
    }

    /** The one function of bundle {@code large}. */
    @GuestContract(name = "demo.Large", version = "1.0")
    interface Large {

        @ContractFunction(0)
        int version();

    }

}
