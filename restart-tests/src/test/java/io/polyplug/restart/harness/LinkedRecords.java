package io.polyplug.restart.harness;

import java.util.List;

/**
 * Takes the place of an application's records in caches of the JDK: the linkage of a
 * record's methods in Java 17 keeps the types of the last record, and with them one class
 * loader, whatever application that was.
 */
final class LinkedRecords {

    private static final List<Record> RECORDS = List.of(new First(List.of()), new Second(List.of()),
            new Third(List.of()));

    private LinkedRecords() {
    }

    /** Links the methods of a record that no earlier round has used. */
    static void link(int round) {
        Record one = RECORDS.get(round - 1);
        if (!one.equals(one) || one.hashCode() != one.hashCode() || one.toString().isEmpty()) {
            throw new AssertionError(one);
        }
    }

    /** A record with a component of a type that is loaded beside the application. */
    private record First(List<First> others) {
    }

    /** The same again. */
    private record Second(List<Second> others) {
    }

    /** The same again. */
    private record Third(List<Third> others) {
    }

}
