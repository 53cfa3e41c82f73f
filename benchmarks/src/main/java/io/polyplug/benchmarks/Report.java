package io.polyplug.benchmarks;

import java.util.Locale;

/**
 * Tells the process that started this one what was measured: lines of
 * {@code figure <number> <name>} and {@code note <text>} on the standard output.
 */
final class Report {

    static final String FIGURE = "figure ";

    static final String NOTE = "note ";

    void figure(String name, double number) {
        System.out.println(FIGURE + String.format(Locale.ROOT, "%.4f", number) + ' ' + name);
    }

    void count(String name, long number) {
        System.out.println(FIGURE + number + ' ' + name);
    }

    void note(String text) {
        System.out.println(NOTE + text);
    }

    /** Tells the best of each variant. */
    void best(String what, PairedSlices.Slices slices) {
        for (String name : slices.names()) {
            figure(what + ": " + name + ", ns", slices.best(name));
        }
    }

    /** Tells the best of each variant, and the first one beside the others. */
    void slices(String what, PairedSlices.Slices slices) {
        best(what, slices);
        String first = slices.names().get(0);
        for (String name : slices.names()) {
            if (!name.equals(first)) {
                ratio(what, first, name, slices);
            }
        }
    }

    /** Tells two ratios: of the best slices, and the median of the rounds. */
    void ratio(String what, String one, String other, PairedSlices.Slices slices) {
        String name = what + ": " + one + " / " + other;
        figure(name, slices.ratioOfBest(one, other));
        figure(name + ", median", slices.medianRatio(one, other));
    }

}
