package io.polyplug;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Calls while the code behind them is replaced.
 */
@Timeout(300)
class ReloadUnderLoadTests {

    @RegisterExtension
    final Stage stage = new Stage();

    @Test
    @DisplayName("the promise: 8 threads, some virtual, call during 200 reloads: no call fails, every answer is 100 or"
            + " 200, and who reloaded sees the new version")
    void noCallFailsDuringTwoHundredReloads(TestReporter reporter) {
        this.stage.load("reload-v1");
        Plugins.Answering answering = this.stage.answering();
        Plugins.Answering bound = this.stage.runtime().contract(Plugins.Answering.class, "reload");
        try (Crew callers = Crew.repeating(8, (caller) -> {
            assertThat(answering.answer()).isIn(100, 200);
            assertThat(bound.answer()).isIn(100, 200);
        })) {
            callers.awaitRounds(1);
            for (int i = 0; i < 200; i++) {
                this.stage.runtime().reloadBundle(this.stage.bundle((i % 2 == 0) ? "reload-v2" : "reload-v1"));
                assertThat(answering.answer()).isEqualTo((i % 2 == 0) ? 200 : 100);
                assertThat(bound.answer()).isEqualTo((i % 2 == 0) ? 200 : 100);
            }
            callers.awaitRounds(1);
            Figures.publish(reporter, "200 reloads under callers", 2 * callers.rounds() + " calls");
        }
        this.stage.awaitReclamation();
        assertThat(this.stage.mappedLibraries()).hasSize(1);
    }

    @Test
    @DisplayName("after reloadBundle returns every thread sees the new version, not only the one that reloaded")
    void everyThreadSeesTheNewVersionAfterAReload() {
        this.stage.load("reload-v1");
        AtomicLong served = new AtomicLong(1);
        try (Crew callers = Crew.repeating(4, (caller) -> {
            long before = served.get();
            int answer = this.stage.answering().answer();
            long after = served.get();
            if (before == after && before % 2 == 1) {
                assertThat(answer).isEqualTo((before % 4 == 1) ? 100 : 200);
            }
        })) {
            callers.awaitRounds(1);
            for (int i = 0; i < 100; i++) {
                served.incrementAndGet();
                this.stage.runtime().reloadBundle(this.stage.bundle((i % 2 == 0) ? "reload-v2" : "reload-v1"));
                served.incrementAndGet();
                if (i % 10 == 0) {
                    callers.awaitRounds(1);
                }
            }
        }
    }

    @Test
    @DisplayName("D-04: 6 threads that find, resolve and call during 80 reloads never fail to find and never see"
            + " anything but 100 or 200")
    void dispatchNeverSeesAMixture() {
        this.stage.load("reload-v1");
        try (Crew dispatchers = Crew.repeating(6, (dispatcher) -> {
            this.stage.resolvable();
            assertThat(this.stage.answering().answer()).isIn(100, 200);
        })) {
            dispatchers.awaitRounds(1);
            for (int i = 0; i < 80; i++) {
                this.stage.runtime().reloadBundle(this.stage.library((i % 2 == 0) ? "reload-v2" : "reload-v1"));
            }
            dispatchers.awaitRounds(1);
        }
    }

    @Test
    @DisplayName("R-50: an old generation is released once, only after its last call has ended, and soon after that")
    void oldGenerationIsReleasedOnceAfterItsLastCall(TestReporter reporter) {
        this.stage.load("slow");
        List<Duration> delays = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            HeldCall<Integer> first = this.stage.hold();
            HeldCall<Integer> second = this.stage.hold();
            this.stage.runtime().reloadBundle(this.stage.bundle((i % 2 == 0) ? "slow-v2" : "slow"));
            this.stage.letTheReclaimerWork();
            first.release();
            this.stage.letTheReclaimerWork();
            assertThat(this.stage.reclaimed("slow")).hasSize(i);
            assertThat(this.stage.mappedLibraries()).hasSize(2);
            long end = System.nanoTime();
            second.release();
            this.stage.letTheReclaimerWork();
            delays.add(Duration.ofNanos(System.nanoTime() - end));
            assertThat(this.stage.reclaimed("slow")).as("no later than what was retired after that call")
                .hasSize(i + 1)
                .endsWith(i + 1L);
            assertThat(this.stage.mappedLibraries()).hasSize(1);
        }
        Figures.publish(reporter, "reclamation after the last call was let go", delays.toString());
    }

    @Test
    @DisplayName("R-50: instances are destroyed before the library is closed, both exactly once, after the last guard")
    void instancesAreDestroyedBeforeTheLibraryIsClosed() throws IOException {
        this.stage.leaveMarks(this.stage.bundle("marker"));
        this.stage.leaveMarks(this.stage.bundle("marker-v2"));
        this.stage.load("marker");
        Plugins.Marker marker = this.stage.runtime().contract(Plugins.Marker.class);
        assertThat(marker.version()).isEqualTo(1);
        EpochGuard first = this.stage.runtime().pin();
        EpochGuard second = this.stage.runtime().pin();
        this.stage.runtime().reloadBundle(this.stage.bundle("marker-v2"));
        assertThat(marker.version()).isEqualTo(2);
        first.close();
        Crew.startOne(() -> assertThat(this.stage.runtime().awaitReclamation(Duration.ofMillis(60))).isFalse()).join();
        assertThat(this.stage.marks("destroyed")).isEmpty();
        assertThat(this.stage.marks("closed")).isEmpty();
        second.close();
        this.stage.awaitReclamation();
        assertThat(Files.readAllLines(this.stage.markFile())).extracting((line) -> line.substring(0, line.indexOf('/')))
            .containsExactly("opened 1.0.0 ", "opened 1.1.0 ", "destroyed 1.0.0 ", "closed 1.0.0 ");
    }

    @Test
    @DisplayName("a call in flight finishes on the version it began on, in its own library")
    void callInFlightFinishesOnTheVersionItBeganOn() {
        this.stage.load("slow");
        Plugins.Slow slow = this.stage.runtime().contract(Plugins.Slow.class);
        HeldCall<String> old = this.stage.hold("old", slow::holdText);
        this.stage.runtime().reloadBundle(this.stage.bundle("slow-v2"));
        assertThat(slow.version()).isEqualTo(200);
        HeldCall<String> next = this.stage.hold("new", slow::holdText);
        this.stage.runtime().reloadBundle(this.stage.bundle("slow"));
        assertThat(slow.version()).isEqualTo(100);
        assertThat(old.isInside()).isTrue();
        assertThat(this.stage.mappedLibraries()).hasSize(3);
        assertThat(next.release()).isEqualTo("held by 200");
        assertThat(old.release()).isEqualTo("held by 100");
        this.stage.awaitReclamation();
        assertThat(this.stage.mappedLibraries()).hasSize(1);
    }

}
