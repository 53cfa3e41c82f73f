package io.polyplug.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever is compared does the same.
 */
class VariantTests {

    /** One for all tests: the library for JNI can be loaded only once. */
    private static final Hosts HOSTS = new Hosts();

    @AfterAll
    static void close() {
        HOSTS.close();
    }

    static Stream<Arguments> ways() {
        return Stream.of(Operation.values())
            .flatMap((operation) -> Stream.of(Way.values())
                .filter(Way::isAvailable)
                .map((way) -> Arguments.of(operation, way)));
    }

    @ParameterizedTest
    @MethodSource("ways")
    void everyWayAnswersWhatJavaAnswers(Operation operation, Way way) {
        Call call = operation.by(way, HOSTS);
        Call expected = operation.by(Way.JAVA, HOSTS);
        for (int i = 0; i < 100; i++) {
            assertThat(call.call(i)).isEqualTo(expected.call(i));
        }
    }

    @Test
    void everyLoopIsAClassOfItsOwn() {
        Variant one = Variant.of("one", (i) -> i);
        Variant other = Variant.of("other", (i) -> i);
        assertThat(one.loop().getClass()).isNotEqualTo(other.loop().getClass());
        assertThat(one.nanos(1000)).isPositive();
    }

    @Test
    void proxiesOnFfmAreCompiled() {
        assertThat(HOSTS.measured(Way.PROXY).getClass().isHidden()).isTrue();
    }

    @Test
    void runtimeOperationsAnswer() {
        assertThat(RuntimeSection.pin(HOSTS.runtime(Way.PROXY)).call(3)).isEqualTo(3);
        assertThat(RuntimeSection.resolve(HOSTS.runtime(Way.PROXY)).call(0)).isEqualTo(7);
        assertThat(RuntimeSection.callBack(HOSTS.runtime(Way.PROXY)).call(41)).isEqualTo(42);
        assertThat(RuntimeSection.rawCallBack(HOSTS).call(41)).isEqualTo(42);
    }

    @Test
    void enumsAreThoseOfJava() {
        Measured java = HOSTS.measured(Way.JAVA);
        for (int i = 0; i < 10_000; i++) {
            assertThat(RuntimeSection.takesEnum(HOSTS.measured(Way.PROXY)).call(i))
                .isEqualTo(RuntimeSection.takesEnum(java).call(i));
            assertThat(RuntimeSection.returnsEnum(HOSTS.measured(Way.PROXY)).call(i))
                .isEqualTo(RuntimeSection.returnsEnum(java).call(i));
        }
    }

    @Test
    void nestedCallsRunWithinACall() {
        try (Hosts hosts = new Hosts()) {
            NestedCalls nested = new NestedCalls(hosts.runtime(Way.PROXY));
            assertThat(nested.add(1, 2)).isEqualTo(3);
            assertThat(nested.applyAsLong(1000)).isPositive();
            assertThat(hosts.runtime(Way.PROXY).statistics().calls().stream().mapToLong((each) -> each.calls()).sum())
                .isGreaterThan(1000);
        }
    }

    @Test
    void aNeighbourRunsWhatItIsGivenOnItsThread() {
        try (Neighbour neighbour = new Neighbour()) {
            List<Long> threads = new ArrayList<>();
            Variant variant = Variant.of("variant", (i) -> {
                threads.add(Thread.currentThread().threadId());
                return i;
            });
            assertThat(neighbour.running(variant).applyAsLong(1)).isPositive();
            long id = Thread.currentThread().threadId();
            assertThat(threads).singleElement().satisfies((other) -> {
                assertThat(other).isNotEqualTo(id);
                assertThat((other - id) % 4096).isZero();
            });
        }
    }

}
