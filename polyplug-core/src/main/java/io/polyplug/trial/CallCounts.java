package io.polyplug.trial;

/**
 * How many calls two versions got somewhere, since the trial began there. Thread-safe.
 */
public interface CallCounts {

    /**
     * {@return how many calls there were, whoever got them}
     */
    long all();

    /**
     * {@return how many of them the candidate got}
     */
    long candidate();

}
