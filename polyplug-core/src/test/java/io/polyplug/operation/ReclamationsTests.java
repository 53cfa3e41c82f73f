package io.polyplug.operation;

import java.time.Duration;
import java.util.Set;

import io.polyplug.RunningOperation;
import io.polyplug.contract.Version;
import io.polyplug.ledger.BundleLedger;
import io.polyplug.store.CallRules;
import io.polyplug.store.Generation;
import io.polyplug.testing.LogAppender;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is being reclaimed is told on many threads, and an appender may come back to us.
 */
@Timeout(300)
class ReclamationsTests {

    private static final String LIFECYCLE = "polyplug.lifecycle";

    @Test
    void noBinOfAMapIsLockedWhileAStepIsTold() {
        Reclamations reclamations = new Reclamations();
        Generation generation = new Generation(new BundleLedger("bundle"), new Version(1, 0, 0), 1, 0, Set.of(),
                CallRules.USUAL);
        reclamations.begin(generation);
        try (LogAppender log = LogAppender.of(LIFECYCLE, (message) -> {
            if (message.contains(" went on after ")) {
                reclamations.step(generation, "another step");
            }
        })) {
            reclamations.tellIfSlow(Duration.ZERO);
            reclamations.step(generation, "a step");
            assertThat(log.hasSeen(" went on after ")).isTrue();
        }
        assertThat(reclamations.running()).extracting(RunningOperation::step).containsExactly("another step");
    }

}
