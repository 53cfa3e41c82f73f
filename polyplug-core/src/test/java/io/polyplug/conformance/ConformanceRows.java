package io.polyplug.conformance;

import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

/**
 * The rows that the conformance table has to have: upstream's behaviours by group, and
 * its weaknesses {@code W-01} to {@code W-29}. Immutable.
 *
 * @param all every row, in the order of the groups
 * @param groups the groups' names
 */
record ConformanceRows(Set<String> all, Set<String> groups) {

    /** How many of upstream's behaviours there are, as a check on the data below. */
    static final int BEHAVIOURS = 486;

    /** How many of its weaknesses we do right. */
    static final int WEAKNESSES = 29;

    ConformanceRows {
        all = Set.copyOf(all);
        groups = Set.copyOf(groups);
    }

    /** Returns the rows that there have to be. */
    static ConformanceRows known() {
        return of("R 1-6 10-13 20-23 30-33 40-46 50-56", "D 1-4", "G 1-7", "U 1-3", "M 1-3", "RL 1-16", "S 1-33",
                "L 1-30", "DI 1-19", "V 1-14", "MF 1-24", "HC 1-35", "IN 1-2", "LE 1-14", "LG 1-9", "SG 1-14",
                "FF 1-38", "DS 1-26", "SK 1-2", "ER 1-31", "NL 1-14", "AB 1-56", "LY 1-26 30-63", "W 1-29");
    }

    /**
     * Returns rows by groups.
     * @param groups each a name and ranges of numbers, such as {@code R 1-6 10-13}
     */
    static ConformanceRows of(String... groups) {
        Set<String> rows = new LinkedHashSet<>();
        Set<String> names = new LinkedHashSet<>();
        for (String group : groups) {
            String[] parts = group.split(" ");
            names.add(parts[0]);
            for (int i = 1; i < parts.length; i++) {
                String[] range = parts[i].split("-");
                for (int number = Integer.parseInt(range[0]); number <= Integer.parseInt(range[1]); number++) {
                    rows.add(String.format(Locale.ROOT, "%s-%02d", parts[0], number));
                }
            }
        }
        return new ConformanceRows(rows, names);
    }

    /** Returns whether a word has the form of a row of one of these groups. */
    boolean hasGroupOf(String row) {
        return this.groups.contains(row.substring(0, row.indexOf('-')));
    }

}
