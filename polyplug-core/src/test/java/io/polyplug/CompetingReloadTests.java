package io.polyplug;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;

import io.polyplug.contract.GuestContractHandle;
import io.polyplug.error.BundleLoadException;
import io.polyplug.error.BundleNotFoundException;
import io.polyplug.error.StaleHandleException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Several threads replace, and unload, at once.
 */
@Timeout(300)
class CompetingReloadTests {

    private final OverlapProbe probe = new OverlapProbe();

    @RegisterExtension
    final Stage stage = new Stage((builder) -> builder.onReload(this.probe::see));

    @Test
    @DisplayName("R-30 R-31 R-32 R-33: two threads with 40 reloads each, in opposite turn: all 80 succeed, and one of the"
            + " versions serves")
    void twoCompetingReloadersBothSucceedEveryTime() {
        this.stage.load("reload-v1");
        Crew.run(2, (thread) -> {
            for (int round = 0; round < 40; round++) {
                this.stage.runtime()
                    .reloadBundle(this.stage.library(((round + thread) % 2 == 0) ? "reload-v2" : "reload-v1"));
            }
        });
        assertThat(this.stage.phases(ReloadPhase.Reloaded.class)).hasSize(80);
        assertThat(this.stage.runtime().bundle("reload").orElseThrow().generation()).isEqualTo(81);
        this.stage.resolvable();
        assertThat(this.stage.answering().answer()).isIn(100, 200);
    }

    @Test
    @DisplayName("R-40 R-41 R-42 R-43 R-44 R-45 R-46: 4 threads with 50 reloads each: all 200 return normally, never two"
            + " between Preparing and its end, the contract resolvable after each")
    void competingReloadsExcludeEachOther() {
        this.stage.load("reload-v1");
        this.stage.library("reload-v2");
        GuestContractHandle handle = this.stage.resolvable();
        AtomicInteger succeeded = new AtomicInteger();
        Crew.run(4, (thread) -> {
            for (int round = 0; round < 50; round++) {
                ReloadReport report = this.stage.runtime()
                    .reloadBundle(this.stage.library(((round + thread) % 2 == 0) ? "reload-v2" : "reload-v1"));
                assertThat(report.cascaded()).isEmpty();
                succeeded.incrementAndGet();
                assertThat(this.stage.resolvable()).isEqualTo(handle);
            }
        });
        assertThat(succeeded).hasValue(200);
        assertThat(this.probe.inside).hasValue(0);
        assertThat(this.probe.most).hasValue(1);
        assertThat(this.stage.phases(ReloadPhase.Failed.class)).isEmpty();
        assertThat(this.stage.phases(ReloadPhase.Reloaded.class)).extracting(ReloadPhase::generation)
            .containsExactlyElementsOf(LongStream.rangeClosed(2, 201).boxed().toList());
        this.stage.resolvable();
        assertThat(this.stage.answering().answer()).isIn(100, 200);
    }

    @Test
    @DisplayName("R-51: two bundles are reloaded at once while a third is called: no call of the third fails")
    void reloadsOfOtherBundlesDisturbNobody() {
        this.stage.load("reload-v1");
        this.stage.load("slow");
        this.stage.load("borrowing");
        Plugins.Slow slow = this.stage.runtime().contract(Plugins.Slow.class);
        Plugins.Borrowing unrelated = this.stage.runtime().contract(Plugins.Borrowing.class);
        try (Crew readers = Crew.repeating(4, (reader) -> {
            assertThat(unrelated.text()).isEqualTo("borrowed text");
            assertThat(slow.version()).isIn(100, 200);
            assertThat(this.stage.answering().answer()).isIn(100, 200);
        })) {
            Crew.run(2, (thread) -> {
                for (int round = 0; round < 30; round++) {
                    boolean second = round % 2 == 0;
                    this.stage.runtime()
                        .reloadBundle(this.stage.bundle(
                                (thread == 0) ? (second ? "reload-v2" : "reload-v1") : (second ? "slow-v2" : "slow")));
                }
            });
            readers.awaitRounds(1);
        }
        assertThat(this.stage.phases(ReloadPhase.Reloaded.class)).hasSize(60);
        assertThat(this.probe.most).as("one life-cycle lock a runtime").hasValue(1);
        assertThat(this.stage.runtime().bundle("borrowing").orElseThrow().generation()).isEqualTo(1);
    }

    @Test
    @DisplayName("R-52 W-14: a reload that races an unload succeeds before it or finds no bundle; nothing is half done")
    void reloadThatRacesAnUnloadIsBeforeOrAfterIt() {
        for (int i = 0; i < 30; i++) {
            BundleInfo loaded = this.stage.load("reload-v1");
            GuestContractHandle handle = this.stage.resolvable();
            int told = this.stage.phases.size();
            AtomicInteger reloaded = new AtomicInteger();
            AtomicInteger refused = new AtomicInteger();
            Crew.run(2, (thread) -> {
                if (thread == 0) {
                    this.stage.runtime().unloadBundle("reload");
                    return;
                }
                try {
                    this.stage.runtime().reloadBundle(this.stage.bundle("reload-v2"));
                    reloaded.incrementAndGet();
                }
                catch (BundleNotFoundException ex) {
                    refused.incrementAndGet();
                }
            });
            assertThat(reloaded.get() + refused.get()).isEqualTo(1);
            assertThat(this.stage.runtime().bundles()).isEmpty();
            assertThat(this.stage.runtime().findGuestContract(Plugins.RELOAD_TEST, 0)).isEmpty();
            try (EpochGuard guard = this.stage.runtime().pin()) {
                assertThatExceptionOfType(StaleHandleException.class)
                    .isThrownBy(() -> this.stage.runtime().resolve(handle, guard));
            }
            List<ReloadPhase> brackets = List.copyOf(this.stage.phases)
                .stream()
                .skip(told)
                .filter((each) -> !(each instanceof ReloadPhase.Reclaimed))
                .toList();
            assertThat(brackets).hasSize((reloaded.get() == 1) ? 3 : 1);
            assertThat(brackets.get(brackets.size() - 1)).isInstanceOf(ReloadPhase.Unloading.class)
                .extracting(ReloadPhase::generation)
                .isEqualTo(loaded.generation() + reloaded.get());
        }
        this.stage.awaitReclamation();
        assertThat(this.stage.privateCopies()).isEmpty();
        RuntimeStatistics statistics = this.stage.runtime().statistics();
        assertThat(statistics.activeGenerations()).isZero();
        assertThat(statistics.reclaimedGenerations())
            .isEqualTo(30 + this.stage.phases(ReloadPhase.Reloaded.class).size());
    }

    @Test
    @DisplayName("W-03 W-14: of 8 threads that load one bundle one wins, of 8 that unload it one does, with one Unloading")
    void oneOfManyEqualLoadsAndUnloadsWins() {
        AtomicInteger loads = new AtomicInteger();
        Crew.run(8, (thread) -> {
            try {
                this.stage.load("reload-v1");
                loads.incrementAndGet();
            }
            catch (BundleLoadException ex) {
                assertThat(ex).hasMessageContaining("already loaded");
            }
        });
        assertThat(loads).hasValue(1);
        assertThat(this.stage.answering().answer()).isEqualTo(100);
        AtomicInteger unloads = new AtomicInteger();
        Crew.run(8, (thread) -> {
            try {
                this.stage.runtime().unloadBundle("reload");
                unloads.incrementAndGet();
            }
            catch (BundleNotFoundException ex) {
                assertThat(ex).hasMessageContaining("'reload'");
            }
        });
        assertThat(unloads).hasValue(1);
        assertThat(this.stage.phases(ReloadPhase.Unloading.class)).hasSize(1);
    }

    /**
     * Counts the threads that are between Preparing and its end; the runtime knows
     * nothing of it.
     */
    private static final class OverlapProbe {

        private final AtomicInteger inside = new AtomicInteger();

        private final AtomicInteger most = new AtomicInteger();

        void see(ReloadPhase phase) {
            if (phase instanceof ReloadPhase.Preparing) {
                this.most.accumulateAndGet(this.inside.incrementAndGet(), Math::max);
            }
            else if (phase instanceof ReloadPhase.Reloaded || phase instanceof ReloadPhase.Failed) {
                this.inside.updateAndGet((count) -> Math.max(0, count - 1));
            }
        }

    }

}
