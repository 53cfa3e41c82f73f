package io.polyplug.benchmarks;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Each section measures something, in a smoke run and in a JVM of its own. Section
 * {@code upstream} is left out: it builds upstream's crates, which takes the Rust
 * toolchain, the network and minutes; so is what section {@code scripts} measures beside
 * upstream's host. Where the engines for scripts cannot be fetched, that is skipped; so
 * is Java 17 where it is not installed. Of section {@code peers} those are measured that
 * were compiled.
 */
class SmokeTests {

    /** The first section that told a figure, by the figure's name. */
    private static final Map<String, Section> TOLD_BY = new HashMap<>();

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "UPSTREAM")
    void everySectionTellsFigures(Section section) throws Exception {
        ShortRun run = new ShortRun(Effort.SMOKE);
        run.runSection(section);
        Assumptions.assumeFalse(
                run.figures()
                    .notes()
                    .stream()
                    .anyMatch((note) -> note.contains("were not measured") || note.contains("was not measured")),
                () -> String.join("; ", run.figures().notes()));
        List<String> names = run.figures().names();
        assertThat(names).isNotEmpty();
        assertThat(names).allSatisfy((name) -> {
            assertThat(run.figures().each(name)).as("told once").hasSize(1);
            assertThat(run.figures().each(name)).allMatch(Double::isFinite);
            assertThat(TOLD_BY.computeIfAbsent(name, (key) -> section)).as("who tells it").isEqualTo(section);
        });
        assertThat(run.figures().notes()).as("what else it says")
            .allMatch((note) -> note.startsWith("Not measured without the profile peers"));
    }

}
