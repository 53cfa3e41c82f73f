package io.polyplug.benchmarks;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is made of what was measured.
 */
class FiguresTests {

    private final PairedSlices.Slices slices = new PairedSlices.Slices(List.of("one", "other"),
            new double[][] { { 9, 3, 12 }, { 3, 2, 3 } });

    @Test
    void bestSlicesAndRoundsAreCompared() {
        assertThat(this.slices.ratioOfBest("one", "other")).isEqualTo(1.5);
        assertThat(this.slices.medianRatio("one", "other")).isEqualTo(3);
    }

    @Test
    void ofSeveralForksTheMedianCounts() {
        Figures figures = new Figures();
        List.of("figure 3.0 a: b, ns", "figure 1.5 a: b, ns", "figure 2.25 a: b, ns", "note so").forEach(figures::read);
        assertThat(figures.median("a: b, ns")).contains(2.25);
        assertThat(figures.text("a: b, ns")).isEqualTo("2.25 (1.50 to 3)");
        assertThat(figures.notes()).containsExactly("so");
    }

    @Test
    void goalsSayWhetherTheyAreMet() {
        Figures figures = new Figures();
        List.of("figure 1.08 add: proxy on FFM / raw FFM", "figure 0.90 two threads: proxy / raw")
            .forEach(figures::read);
        assertThat(new Tables(figures).toMarkdown()).contains("| ≤ 1.10 | 1.08 |  | yes |")
            .contains("| ≥ 0.95 | 0.90 |  | **no** |");
    }

    @Test
    void percentilesAreWithinAThirtySecond() {
        Histogram histogram = new Histogram();
        for (int nanos = 1; nanos <= 100_000; nanos++) {
            histogram.record(nanos);
        }
        assertThat(histogram.total()).isEqualTo(100_000);
        assertThat((double) histogram.percentile(50)).isBetween(50_000 * 31 / 32.0, 50_000.0);
        assertThat((double) histogram.percentile(99.9)).isBetween(99_900 * 31 / 32.0, 99_900.0);
    }

}
