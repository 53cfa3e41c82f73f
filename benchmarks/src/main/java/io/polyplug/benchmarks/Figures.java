package io.polyplug.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What the sections have reported, by name. Belongs to one thread. */
final class Figures {

    private final Map<String, List<Double>> values = new TreeMap<>();

    private final List<String> notes = new ArrayList<>();

    /** Takes a line of a section's output. */
    void read(String line) {
        if (line.startsWith(Report.FIGURE)) {
            int blank = line.indexOf(' ', Report.FIGURE.length());
            this.values.computeIfAbsent(line.substring(blank + 1), (name) -> new ArrayList<>())
                .add(Double.valueOf(line.substring(Report.FIGURE.length(), blank)));
        }
        else {
            this.notes.add(line.startsWith(Report.NOTE) ? line.substring(Report.NOTE.length()) : line);
        }
    }

    List<String> names() {
        return List.copyOf(this.values.keySet());
    }

    /** Returns what a figure was each time that it was told. */
    List<Double> each(String name) {
        return List.copyOf(this.values.getOrDefault(name, List.of()));
    }

    List<String> notes() {
        return List.copyOf(this.notes);
    }

    /** Returns a figure; of several forks the median. */
    Optional<Double> median(String name) {
        return Optional.ofNullable(this.values.get(name))
            .map((each) -> each.stream().sorted().toList().get(each.size() / 2));
    }

    /** Returns a figure as text, with what it was in single forks if these differ. */
    String text(String name) {
        List<Double> each = each(name);
        if (each.isEmpty()) {
            return "";
        }
        List<Double> sorted = each.stream().sorted().toList();
        String middle = number(sorted.get(sorted.size() / 2));
        String least = number(sorted.getFirst());
        String most = number(sorted.getLast());
        return least.equals(most) ? middle : middle + " (" + least + " to " + most + ")";
    }

    private static String number(double value) {
        if (value == Math.rint(value)) {
            return String.format(Locale.ROOT, "%,.0f", value);
        }
        String format = (value < 10) ? "%.2f" : (value < 100) ? "%.1f" : "%,.0f";
        return String.format(Locale.ROOT, format, value);
    }

}
