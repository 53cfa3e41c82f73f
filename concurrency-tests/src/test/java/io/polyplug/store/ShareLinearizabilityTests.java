package io.polyplug.store;

import java.lang.reflect.Method;
import java.util.List;
import java.util.stream.Stream;

import org.jetbrains.kotlinx.lincheck.Actor;
import org.jetbrains.kotlinx.lincheck.execution.ExecutionScenario;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.jetbrains.lincheck.util.LoggingLevel;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Whatever threads do to a cell whose calls are shared, each operation happens in one
 * instant, and so does each call: the answers are those of {@link SequentialShare} in
 * some order. A twin shows that this can fail.
 */
class ShareLinearizabilityTests {

    private static final boolean LONG = "long".equals(System.getProperty("stress.mode"));

    private static final int SCENARIOS = LONG ? 50 : 3;

    private static final int INVOCATIONS = LONG ? 10_000 : 1000;

    private static final int INVOCATIONS_OF_TWINS = 1_000_000;

    /** The version that is tried is promoted while somebody calls. */
    private static final ExecutionScenario PROMOTED = new ExecutionScenario(List.of(actor("share", 1)),
            List.of(List.of(actor("call"), actor("call"), actor("call")), List.of(actor("activate", 1))), List.of(),
            null);

    @Test
    void callsAreLinearizableInGeneratedScenarios() {
        stress(INVOCATIONS).iterations(SCENARIOS).check(RealShare.class);
    }

    @Test
    void callsAreLinearizableDuringAPromotion() {
        stress(INVOCATIONS).iterations(0).addCustomScenario(PROMOTED).check(RealShare.class);
    }

    @Test
    void twinIsCaught() {
        assertThatExceptionOfType(LincheckAssertionError.class).isThrownBy(
                () -> stress(INVOCATIONS_OF_TWINS).iterations(0).addCustomScenario(PROMOTED).check(TwoStepShare.class))
            .withMessageContaining("Invalid execution results");
    }

    private static StressOptions stress(int invocations) {
        return new StressOptions().invocationsPerIteration(invocations)
            .threads(2)
            .actorsPerThread(3)
            .actorsBefore(2)
            .actorsAfter(1)
            .minimizeFailedScenario(false)
            .logLevel(LoggingLevel.OFF)
            .sequentialSpecification(SequentialShare.class);
    }

    private static Actor actor(String operation, Integer... arguments) {
        Method method = Stream.of(ShareOperations.class.getDeclaredMethods())
            .filter((each) -> each.getName().equals(operation))
            .findAny()
            .orElseThrow();
        return new Actor(method, List.of((Object[]) arguments));
    }

}
