package io.polyplug;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestReporter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.infra.Status;
import org.openjdk.jcstress.infra.collectors.TestResult;
import org.openjdk.jcstress.infra.runners.TestList;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * What jcstress has seen: nothing forbidden in any {@code Claim}, and something forbidden
 * in each {@code Twin}, which is the claim with one step weakened. A claim whose twin is
 * no longer caught proves nothing any more.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StressTests {

    /** Two actors each run at once. */
    private static final int PROCESSORS = 2;

    private static final long FEWEST_SAMPLES = 100;

    private static final boolean LONG = "long".equals(System.getProperty("stress.mode"));

    /** Fewer states than a {@link io.polyplug.epoch.Ring} has things. */
    private static final List<String> STRIDES = List.of("-strideSize", "64", "-strideCount", "64", "-spinStyle",
            "THREAD_YIELD");

    private static final List<String> ONE_COMPILER = List.of("-jvmArgs",
            "--enable-native-access=ALL-UNNAMED -XX:-TieredCompilation");

    private static final List<String> QUICK = List.of("-m", "quick", "-sc", "false", "-f", "1", "-fsm", "0", "-iters",
            "1", "-time", "200");

    private static final List<String> ALL_COMPILERS = List.of("-jvmArgsPrepend", "--enable-native-access=ALL-UNNAMED");

    private static final List<String> THOROUGH = List.of("-m", "default", "-f", "1", "-fsm", "1", "-iters", "2",
            "-time", "300");

    /** For what a busy machine has not shown at first. */
    private static final List<String> ONCE_MORE = List.of("-m", "quick", "-sc", "false", "-f", "1", "-fsm", "0",
            "-iters", "5", "-time", "1000");

    /** A twin that all of these do not catch is not caught. */
    private static final int MOST_ATTEMPTS = 10;

    private final Path directory = Path.of("target", "jcstress", Long.toString(System.currentTimeMillis()));

    private Map<String, TestResult> seen = Map.of();

    @BeforeAll
    void run() throws Exception {
        assumeTrue(Runtime.getRuntime().availableProcessors() >= PROCESSORS,
                "two actors need two processors, and this machine has one");
        this.seen = new JcstressRun(this.directory.resolve("all"))
            .run(LONG ? join(THOROUGH, ALL_COMPILERS) : join(QUICK, ONE_COMPILER));
    }

    private static List<String> join(List<String> first, List<String> second) {
        return Stream.of(first, second, STRIDES).flatMap(List::stream).toList();
    }

    @TestFactory
    Stream<DynamicTest> claimsHold() {
        return tests(false).map((name) -> DynamicTest.dynamicTest(name, () -> {
            TestResult result = result(name);
            assertThat(result.getTotalCount()).as("samples").isGreaterThan(FEWEST_SAMPLES);
            assertThat(result.grading().failureMessages).isEmpty();
            assertThat(result.grading().isPassed).isTrue();
        }));
    }

    @TestFactory
    Stream<DynamicTest> twinsAreCaught(TestReporter reporter) {
        return tests(true).map((name) -> DynamicTest.dynamicTest(name, () -> {
            TestResult result = result(name);
            Figures.publish(reporter, name.substring("io.polyplug.".length()),
                    forbidden(result) + " forbidden outcomes among " + result.getTotalCount());
            assertThat(forbidden(result)).as("forbidden outcomes, which this twin is there to show").isPositive();
        }));
    }

    private Map<String, TestResult> onceMore(String name, int attempt) throws Exception {
        return new JcstressRun(this.directory.resolve(name.substring(name.lastIndexOf('.') + 1) + "-" + attempt))
            .run(Stream.concat(join(ONCE_MORE, ONE_COMPILER).stream(), Stream.of("-t", name)).toList());
    }

    private static Stream<String> tests(boolean twins) {
        List<String> names = new ArrayList<>(TestList.tests());
        assertThat(names).isNotEmpty()
            .allMatch((name) -> isTwin(name) || name.contains(".Claim"), "is named a claim or a twin");
        return names.stream().sorted().filter((name) -> isTwin(name) == twins);
    }

    private static boolean isTwin(String name) {
        return name.contains(".Twin");
    }

    /** Returns what was seen, and lets it run again as long as that is not enough. */
    private TestResult result(String name) throws Exception {
        TestResult result = this.seen.get(name);
        for (int attempt = 1; attempt <= MOST_ATTEMPTS && saysNothing(name, result); attempt++) {
            result = onceMore(name, attempt).get(name);
        }
        assertThat(result).as("result of %s", name).isNotNull();
        assertThat(result.status()).as("%s %s", result.getMessages(), result.getVmErr()).isEqualTo(Status.NORMAL);
        return result;
    }

    /**
     * A busy machine may leave a test no time, and its actors no processor at once. What
     * crashed or has shown something forbidden has said enough.
     */
    private static boolean saysNothing(String name, @Nullable TestResult result) {
        if (result == null || result.status() == Status.TIMEOUT_ERROR) {
            return true;
        }
        return result.status() == Status.NORMAL && forbidden(result) == 0
                && (isTwin(name) || result.getTotalCount() <= FEWEST_SAMPLES);
    }

    private static long forbidden(TestResult result) {
        return result.grading().gradingResults.values()
            .stream()
            .filter((outcome) -> outcome.expect == Expect.FORBIDDEN)
            .mapToLong((outcome) -> outcome.count)
            .sum();
    }

}
