package io.polyplug.benchmarks.peers;

/** What is replaced while it is called. */
public interface Calculator {

    /**
     * Adds.
     * @param a a number
     * @param b a number
     * @return their sum
     */
    long add(int a, long b);

    /**
     * Greets as the {@link Version} does that answers.
     * @param name whom
     * @return the greeting and the name
     */
    String greet(String name);

}
