package io.polyplug.benchmarks;

/** One operation, done in one way. Belongs to one thread unless it says otherwise. */
public interface Call {

    /**
     * Does it.
     * @param i differs from call to call
     * @return something that depends on the result
     */
    long call(int i);

}
