package io.polyplug.benchmarks;

import java.time.LocalDate;
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
        assertThat(tables("figure 1.04 add: proxy on FFM / raw FFM", "figure 0.90 two threads: proxy / raw",
                "figure 1.14 " + ScaleSection.RELOADS, "figure 1.14 " + ScaleSection.LOADS))
            .contains("| ≤ 1.05 | 1.04 |  | yes |")
            .contains("| ≥ 0.95 | 0.90 |  | **no** |")
            .contains("| ≤ 1.15 | 1.14 |  | yes |")
            .contains("| ≤ 1.10 | 1.14 |  | **no** |");
    }

    @Test
    void goalsWithoutAFigureHaveNoRow() {
        assertThat(tables("figure 1.04 add: proxy on FFM / raw FFM").lines()
            .filter((line) -> line.endsWith("| yes |") || line.endsWith("| **no** |"))).singleElement()
            .asString()
            .startsWith("| call of `add");
        assertThat(tables().lines()).hasSize(1);
    }

    @Test
    void tablesSayWhereThatWasMeasured() {
        assertThat(tables("figure 1.04 add: proxy on FFM / raw FFM").lines().findFirst())
            .contains("Measured on: Processor X1; 4 processors; 15.5 GiB of memory; Linux 6.1; ext4; "
                    + "OpenJDK 64-Bit Server VM 25.0.3+9; 2026-07-01.");
    }

    @Test
    void theMachineIsLookedAt() {
        Machine here = Machine.here(Stage.around());
        assertThat(here.toLine().split("; ", -1)).hasSize(7).allSatisfy((part) -> assertThat(part).isNotBlank());
        assertThat(here.kernel()).startsWith("Linux ");
        assertThat(here.memory()).isPositive();
    }

    @Test
    void processorsHaveModelsOrNumbers() {
        assertThat(Machine.model("processor\t: 0\nmodel\t\t: 85\nmodel name\t: Processor  X1\n"))
            .isEqualTo("Processor X1");
        assertThat(Machine.model("processor\t: 0\nCPU implementer\t: 0x41\nCPU part\t: 0xd0c\n"))
            .isEqualTo("CPU implementer 0x41, CPU part 0xd0c");
        assertThat(Machine.model("processor: 0\n")).isEqualTo("processor of unknown model");
    }

    private static String tables(String... lines) {
        Figures figures = new Figures();
        List.of(lines).forEach(figures::read);
        return new Tables(figures, new Machine("Processor X1", 4, 31L << 29, "Linux 6.1", "ext4",
                "OpenJDK 64-Bit Server VM 25.0.3+9", LocalDate.of(2026, 7, 1)))
            .toMarkdown();
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
