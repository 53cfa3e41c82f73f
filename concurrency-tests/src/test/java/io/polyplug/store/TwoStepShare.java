package io.polyplug.store;

import io.polyplug.epoch.Pace;

/**
 * Twin: ends what is shared first and publishes then, so that a call may get the version
 * that served before between two that get the candidate.
 */
public class TwoStepShare extends RealShare {

    @Override
    void publish(Generation next, Generation previous) {
        unsplit();
        Pace.steps(4);
        super.publish(next, previous);
    }

}
