package io.polyplug;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a thousand reloads leave behind: as little as one.
 */
@Timeout(600)
class ThousandReloadsTests {

    private static final int RELOADS = 1000;

    @RegisterExtension
    final Stage stage = new Stage();

    @Test
    @DisplayName("R-13 R-50: after 1 000 reloads one copy is mapped, the files of two generations are kept, each library"
            + " was destroyed and closed exactly once, and the statistics agree")
    void thousandReloadsLeaveAsLittleAsOne(TestReporter reporter) {
        Path one = this.stage.bundle("marker");
        Path two = this.stage.bundle("marker-v2");
        this.stage.leaveMarks(one);
        this.stage.leaveMarks(two);
        this.stage.runtime().loadBundle(one);
        Plugins.Marker marker = this.stage.runtime().contract(Plugins.Marker.class);
        assertThat(marker.version()).isEqualTo(1);
        long[] residentAfter = new long[2];
        long start = System.nanoTime();
        for (int i = 0; i < RELOADS; i++) {
            this.stage.runtime().reloadBundle((i % 2 == 0) ? two : one);
            assertThat(marker.version()).isEqualTo((i % 2 == 0) ? 2 : 1);
            if (i == RELOADS / 2) {
                this.stage.awaitReclamation();
                residentAfter[0] = ProcessMemory.residentBytes();
            }
        }
        Duration taken = Duration.ofNanos(System.nanoTime() - start);

        assertThat(this.stage.runtime().awaitReclamation(Duration.ofSeconds(60))).isTrue();
        residentAfter[1] = ProcessMemory.residentBytes();
        Figures.publish(reporter, RELOADS + " reloads", taken.toMillis() + " ms, resident memory grew by "
                + (residentAfter[1] - residentAfter[0]) / 1024 + " KiB in the second half");
        assertOneCopyIsMapped();
        assertThat(this.stage.privateCopies()).hasSize(2);
        assertThat(this.stage.spareCopies()).hasSize(1);
        assertMarks();
        assertStatistics();
    }

    private void assertOneCopyIsMapped() {
        assertThat(this.stage.mappedLibraries()).singleElement()
            .satisfies((library) -> assertThat(library).endsWith("libmarker.so"));
        String active = this.stage.mappedLibraries().get(0);
        assertThat(this.stage.privateCopies()).anyMatch((copy) -> active.contains("/" + copy + "/"));
    }

    private void assertMarks() {
        List<String> opened = this.stage.marks("opened");
        assertThat(opened).hasSize(RELOADS + 1).doesNotHaveDuplicates();
        List<String> replaced = opened.subList(0, RELOADS);
        assertThat(this.stage.marks("closed")).isEqualTo(replaced);
        assertThat(this.stage.marks("destroyed")).isEqualTo(replaced);
        assertThat(this.stage.reclaimed("marker"))
            .containsExactlyElementsOf(LongStream.rangeClosed(1, RELOADS).boxed().toList());
    }

    private void assertStatistics() {
        RuntimeStatistics statistics = this.stage.runtime().statistics();
        assertThat(statistics.bundles()).isEqualTo(1);
        assertThat(statistics.activeGenerations()).isEqualTo(1);
        assertThat(statistics.retiredGenerations()).isZero();
        assertThat(statistics.reclaimedGenerations()).isEqualTo(RELOADS);
        assertThat(statistics.closedButMapped()).isZero();
        assertThat(statistics.liveInstances()).isEqualTo(1);
        assertThat(statistics.activePins()).isZero();
        assertThat(statistics.holders()).isEmpty();
        assertThat(statistics.revision()).isEqualTo(RELOADS + 1);
        assertThat(this.stage.runtime().bundle("marker").orElseThrow().generation()).isEqualTo(RELOADS + 1);
    }

    @Test
    @DisplayName("closing after reloads closes what is left, once")
    void closingClosesWhatIsLeft() {
        Path bundle = this.stage.bundle("marker");
        this.stage.leaveMarks(bundle);
        this.stage.runtime().loadBundle(bundle);
        this.stage.runtime().contract(Plugins.Marker.class).version();
        Stream.generate(() -> bundle).limit(5).forEach(this.stage.runtime()::reloadBundle);
        this.stage.runtime().close();
        assertThat(this.stage.marks("opened")).hasSize(6);
        assertThat(new HashSet<>(this.stage.marks("closed"))).isEqualTo(new HashSet<>(this.stage.marks("opened")));
        assertThat(this.stage.marks("closed")).hasSize(6);
        assertThat(this.stage.marks("destroyed")).isEqualTo(this.stage.marks("closed"));
    }

}
