package io.polyplug.autoconfigure.scrape;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.micrometer.common.docs.KeyName;
import io.micrometer.core.instrument.Meter;
import io.polyplug.autoconfigure.observation.ContractCallObservationDocumentation;
import io.polyplug.autoconfigure.observation.DefaultContractCallObservationConvention;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The page of meters names what there is, and nothing else.
 */
class MetricsPageTests {

    private static final Path PAGE = Path.of("..", "docs", "metrics.md");

    @Test
    @DisplayName("each meter is on the page with its type, unit and tags, and with the name that Prometheus reads")
    void meters(@TempDir Path folder) throws Exception {
        try (ScrapedApplication application = new ScrapedApplication(folder)) {
            application.work();
            Set<String> there = application.registry()
                .getMeters()
                .stream()
                .map(Meter::getId)
                .filter((id) -> id.getName().startsWith("polyplug."))
                .map((id) -> row(id.getName(), id.getType(), id.getBaseUnit(),
                        id.getTags().stream().map((tag) -> tag.getKey()).toList()))
                .collect(Collectors.toCollection(TreeSet::new));
            Set<String> told = rows("| `polyplug.", 6)
                .map((cells) -> String.join("|", cells.get(0), cells.get(2), cells.get(3), cells.get(4)))
                .collect(Collectors.toCollection(TreeSet::new));
            assertThat(told).isEqualTo(there);
            assertThat(application.registry().get("polyplug.rollout.ended").meters()).hasSize(4)
                .extracting((meter) -> "- `" + meter.getId().getTag("outcome") + "`, `" + meter.getId().getTag("cause")
                        + "`: ")
                .allSatisfy((line) -> assertThat(PAGE).content().contains("\n" + line));
            String scrape = application.scrape();
            rows("| `polyplug.", 6).forEach((cells) -> assertThat(scrape)
                .containsPattern("(?m)^" + Pattern.quote(cells.get(1)) + "(_count)?[{ ]"));
        }
    }

    private static String row(String name, Meter.Type type, String unit, List<String> tags) {
        return String.join("|", name, type.name().toLowerCase(Locale.ROOT), unit, String.join(", ", tags));
    }

    /** Returns the rows of tables that begin like that, without the marks of code. */
    private static Stream<List<String>> rows(String beginning, int cells) throws Exception {
        return Files.readAllLines(PAGE)
            .stream()
            .filter((line) -> line.startsWith(beginning))
            .map((line) -> Arrays.stream(line.substring(1, line.length() - 1).split("\\|", -1))
                .map((cell) -> cell.replace("`", "").strip())
                .toList())
            .filter((row) -> row.size() == cells);
    }

    @Test
    @DisplayName("the observation and its keys are on the page as they are documented in the code")
    void observations() throws Exception {
        assertThat(rows("| `polyplug.", 2).map((cells) -> cells.get(0)))
            .containsExactly(new DefaultContractCallObservationConvention().getName());
        Set<String> documented = new LinkedHashSet<>();
        add(documented, "low", ContractCallObservationDocumentation.CALL.getLowCardinalityKeyNames());
        add(documented, "high", ContractCallObservationDocumentation.CALL.getHighCardinalityKeyNames());
        assertThat(rows("| `", 3).map((cells) -> cells.get(0) + " " + cells.get(1)))
            .containsExactlyElementsOf(documented);
    }

    private static void add(Set<String> documented, String cardinality, KeyName... names) {
        Arrays.stream(names).forEach((name) -> documented.add(name.asString() + " " + cardinality));
    }

}
