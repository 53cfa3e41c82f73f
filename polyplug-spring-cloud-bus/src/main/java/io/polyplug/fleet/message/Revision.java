package io.polyplug.fleet.message;

import java.util.Comparator;

/**
 * The place of a command among all commands: the higher one takes precedence.
 *
 * @param counter one more than the highest counter that the coordinator had seen
 * @param command the command's id, which decides between equal counters
 */
public record Revision(long counter, String command) implements Comparable<Revision> {

    private static final Comparator<Revision> ORDER = Comparator.comparingLong(Revision::counter)
        .thenComparing(Revision::command);

    @Override
    public int compareTo(Revision other) {
        return ORDER.compare(this, other);
    }

}
