package io.polyplug.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Collects figures, and prints the table. Of several forks the median counts. */
final class Table {

    private final Map<String, List<Double>> figures = new TreeMap<>();

    private final List<String> notes = new ArrayList<>();

    /** Takes a line of a section's output. */
    void read(String line) {
        if (line.startsWith(Report.FIGURE)) {
            int blank = line.indexOf(' ', Report.FIGURE.length());
            this.figures.computeIfAbsent(line.substring(blank + 1), (name) -> new ArrayList<>())
                .add(Double.valueOf(line.substring(Report.FIGURE.length(), blank)));
        }
        else {
            this.notes.add(line.startsWith(Report.NOTE) ? line.substring(Report.NOTE.length()) : line);
        }
    }

    String toMarkdown() {
        StringBuilder text = new StringBuilder();
        this.figures.forEach((name, values) -> text
            .append(String.format(Locale.ROOT, "%-50s %8.3f   %s%n", name, median(values), values)));
        this.notes.forEach((note) -> text.append(note).append('\n'));
        return text.toString();
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.get(sorted.size() / 2);
    }

}
