package io.polyplug.benchmarks;

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
        assertThat(RuntimeSection.resolve(HOSTS.runtime(Way.PROXY)).call(0)).isEqualTo(5);
        assertThat(RuntimeSection.callBack(HOSTS.runtime(Way.PROXY)).call(41)).isEqualTo(42);
    }

}
