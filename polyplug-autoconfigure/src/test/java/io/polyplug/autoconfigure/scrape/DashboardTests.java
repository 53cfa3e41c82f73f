package io.polyplug.autoconfigure.scrape;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The dashboard asks for what the application tells, by names and labels: read over HTTP
 * from an application that has done everything that has a meter.
 */
class DashboardTests {

    private static final Pattern METRIC = Pattern.compile("(polyplug_\\w+)(\\{([^}]*)})?");

    private static final Pattern GROUPING = Pattern.compile("by \\(([^)]*)\\)");

    /** Prometheus adds them to what it scrapes. */
    private static final Set<String> OF_PROMETHEUS = Set.of("instance", "job");

    @Test
    @DisplayName("each metric and each label of the dashboard is in what Prometheus reads, with a value")
    void everythingAskedForIsThere(@TempDir Path folder) throws Exception {
        try (ScrapedApplication application = new ScrapedApplication(folder)) {
            application.work();
            List<String> samples = application.scrape().lines().filter((line) -> !line.startsWith("#")).toList();
            List<String> queries = Stream.concat(Dashboard.queries("1m").stream(), Dashboard.variables().stream())
                .toList();
            assertThat(queries).hasSizeGreaterThan(15);
            for (String query : queries) {
                Matcher metric = METRIC.matcher(query);
                assertThat(metric.find()).as(query).isTrue();
                metric.reset();
                while (metric.find()) {
                    assertIsThere(query, metric.group(1), labels(query, metric.group(3)), samples);
                }
            }
        }
    }

    @Test
    @DisplayName("each metric that the application tells of polyplug is on the dashboard")
    void everythingThereIsAskedFor(@TempDir Path folder) throws Exception {
        try (ScrapedApplication application = new ScrapedApplication(folder)) {
            application.work();
            String queries = String.join("\n", Dashboard.queries("1m"));
            Set<String> told = application.scrape()
                .lines()
                .filter((line) -> line.startsWith("polyplug_"))
                .map((line) -> line.split("[{ ]", 2)[0])
                .collect(Collectors.toCollection(TreeSet::new));
            assertThat(told).isNotEmpty().allSatisfy((name) -> assertThat(queries).contains(name + "{"));
        }
    }

    private static Set<String> labels(String query, String matchers) {
        Set<String> labels = new TreeSet<>();
        if (matchers != null) {
            Arrays.stream(matchers.split(",", -1)).map((each) -> each.split("=", 2)[0].strip()).forEach(labels::add);
        }
        Matcher grouping = GROUPING.matcher(query);
        while (grouping.find()) {
            Arrays.stream(grouping.group(1).split(",", -1)).map(String::strip).forEach(labels::add);
        }
        labels.removeAll(OF_PROMETHEUS);
        return labels;
    }

    private static void assertIsThere(String query, String name, Set<String> labels, List<String> samples) {
        assertThat(samples).as("%s in %s", name, query)
            .anySatisfy((sample) -> assertThat(sample).startsWith(name + (labels.isEmpty() ? "" : "{"))
                .doesNotContain("NaN")
                .satisfies((found) -> assertThat(labels)
                    .allSatisfy((label) -> assertThat(found).containsPattern("[{,]" + label + "=\"[^\"]+\""))));
    }

}
