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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Whatever threads do to the store at once, each operation happens in one instant: the
 * answers are those of {@link SequentialStore} in some order. Three twins show that this
 * can fail.
 * <p>
 * By stress, not by Lincheck's model checking: that one switches threads at accesses to
 * fields of the tested instance, but does not see into the store behind it, and misses
 * {@link TwoLooksStore}.
 */
class StoreLinearizabilityTests {

    private static final boolean LONG = "long".equals(System.getProperty("stress.mode"));

    private static final int SCENARIOS = LONG ? 50 : 3;

    private static final int INVOCATIONS = LONG ? 10_000 : 1000;

    /** A twin is done with as soon as it is caught. */
    private static final int INVOCATIONS_OF_TWINS = 1_000_000;

    /** One provider comes and another one goes while somebody looks for providers. */
    private static final ExecutionScenario HANDED_OVER = scenario(List.of(actor("activate", 0, 0)),
            List.of(actor("find", 0)), List.of(actor("activate", 1, 0), actor("withdraw", 0, 0)));

    /** Both contracts of a bundle go while somebody looks for each. */
    private static final ExecutionScenario GONE = scenario(List.of(actor("activate", 0, 0)),
            List.of(actor("find", 0), actor("find", 1)), List.of(actor("withdraw", 0, 0)));

    /** One contract of a bundle goes and one is replaced while somebody looks at each. */
    private static final ExecutionScenario RELOADED = scenario(List.of(actor("activate", 0, 0)),
            List.of(actor("find", 0), actor("resolve", 1, 0)), List.of(actor("activate", 0, 1)));

    /** Two bundles are loaded at once. */
    private static final ExecutionScenario TOGETHER = scenario(List.of(),
            List.of(actor("activate", 0, 0), actor("find", 0)), List.of(actor("activate", 1, 0)));

    @Test
    void storeIsLinearizableInGeneratedScenarios() {
        stress(INVOCATIONS).iterations(SCENARIOS).check(RealStore.class);
    }

    @Test
    void storeIsLinearizableInTheScenariosOfTheTwins() {
        scripted(INVOCATIONS, HANDED_OVER, GONE, RELOADED, TOGETHER).check(RealStore.class);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("twins")
    void twinIsCaught(Class<?> twin, ExecutionScenario scenario) {
        assertThatExceptionOfType(LincheckAssertionError.class)
            .isThrownBy(() -> scripted(INVOCATIONS_OF_TWINS, scenario).check(twin))
            .withMessageContaining("Invalid execution results");
    }

    /** Each with the scenario that shows what is wrong with it. */
    static Stream<Arguments> twins() {
        return Stream.of(Arguments.of(TwoLooksStore.class, HANDED_OVER), Arguments.of(OneByOneStore.class, GONE),
                Arguments.of(OneByOneStore.class, RELOADED), Arguments.of(UnlockedStore.class, TOGETHER));
    }

    private static StressOptions scripted(int invocations, ExecutionScenario... scenarios) {
        StressOptions options = stress(invocations).iterations(0);
        Stream.of(scenarios).forEach(options::addCustomScenario);
        return options;
    }

    private static StressOptions stress(int invocations) {
        return new StressOptions().invocationsPerIteration(invocations)
            .threads(2)
            .actorsPerThread(3)
            .actorsBefore(2)
            .actorsAfter(1)
            .minimizeFailedScenario(false)
            .logLevel(LoggingLevel.OFF)
            .sequentialSpecification(SequentialStore.class);
    }

    private static ExecutionScenario scenario(List<Actor> before, List<Actor> first, List<Actor> second) {
        return new ExecutionScenario(before, List.of(first, second), List.of(), null);
    }

    private static Actor actor(String operation, Integer... arguments) {
        Method method = Stream.of(StoreOperations.class.getDeclaredMethods())
            .filter((each) -> each.getName().equals(operation))
            .findAny()
            .orElseThrow();
        return new Actor(method, List.of((Object[]) arguments));
    }

}
