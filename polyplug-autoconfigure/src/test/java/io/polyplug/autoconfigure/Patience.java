package io.polyplug.autoconfigure;

import java.time.Duration;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/**
 * How long tests wait for what must come: as long as a busy machine may take.
 */
public final class Patience {

    /** The longest wait. */
    public static final Duration LONGEST = Duration.ofSeconds(60);

    private Patience() {
    }

    /** Begins to wait. */
    public static ConditionFactory await() {
        return Awaitility.await().atMost(LONGEST);
    }

}
