package io.polyplug.benchmarks;

import java.util.Locale;

/**
 * Tells the process that started this one what was measured: lines of
 * {@code figure <name> <number>} and {@code note <text>} on the standard output.
 */
final class Report {

    static final String FIGURE = "figure ";

    static final String NOTE = "note ";

    void figure(String name, double number) {
        System.out.println(FIGURE + name + ' ' + String.format(Locale.ROOT, "%.4f", number));
    }

    void note(String text) {
        System.out.println(NOTE + text);
    }

    /** Tells a variant's best time. */
    void best(String row, String name, PairedSlices.Slices slices) {
        figure(row + '.' + key(name) + ".ns", slices.best(name));
    }

    /** Tells two ratios: of the best slices, and the median of the rounds. */
    void ratio(String row, String one, String other, PairedSlices.Slices slices) {
        String name = row + '.' + key(one) + '/' + key(other);
        figure(name, slices.ratioOfBest(one, other));
        figure(name + ".median", slices.medianRatio(one, other));
    }

    private static String key(String name) {
        return name.replace(' ', '-');
    }

}
