package io.polyplug.fleet;

import java.time.Duration;
import java.util.List;

import io.polyplug.fleet.message.Change;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests of {@link Waves} and of what else of a {@link Command} can be wrong.
 */
class WavesTests {

    @Test
    void wavesSayHowManyHaveBeenReachedWhenTheyEnd() {
        List<Integer> twenty = java.util.stream.IntStream.range(0, 20).boxed().toList();
        assertThat(Waves.of("1, 10 %, 50%, all").part(twenty)).extracting(List::size).containsExactly(1, 1, 8, 10);
        assertThat(Waves.of("2").part(twenty)).extracting(List::size).containsExactly(2, 18);
        assertThat(Waves.of("1,10%,50%,all").part(List.of("a", "b"))).containsExactly(List.of("a"), List.of("b"));
        assertThat(Waves.of("1,1,1").part(List.of("a", "b", "c"))).containsExactly(List.of("a"), List.of("b", "c"));
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "0", "some", "1,,2", "101%", "-1", "1.5" })
    void whatIsNoWaveIsNamed(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Waves.of(text)).withMessageContaining("is not a wave");
    }

    @ParameterizedTest
    @CsvSource({ "loaded,,,is not a state", "reloaded,5,,has no 'weight'", "canary,,,has no 'weight'",
            "abandoned,,1.0.0,neither" })
    void commandThatIsNoneIsRefused(String state, Integer weight, String version, String why) {
        assertThatIllegalArgumentException()
            .isThrownBy(() -> new Command(new Change("greeter", state, weight, version, null), "**", Waves.of("all"),
                    Duration.ofSeconds(30), null))
            .withMessageContaining(why);
    }

}
