package io.polyplug.benchmarks;

/**
 * One way to do something. Each has a loop of its own, so that what the compiler learns
 * about one does not decide how another is compiled. Belongs to one thread.
 */
interface Variant {

    /** Says what it is, for the table. */
    String name();

    /**
     * Does it again and again.
     * @param operations how often
     * @return something that depends on each result
     */
    long run(int operations);

    /** Frees what the variant holds. */
    default void close() {
    }

}
