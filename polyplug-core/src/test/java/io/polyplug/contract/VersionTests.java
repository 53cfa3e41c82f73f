package io.polyplug.contract;

import java.util.stream.Stream;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Version texts, their order, and who can stand in for whom.
 */
class VersionTests {

    @ParameterizedTest
    @CsvSource({ "1.0, 1, 0, 0", "2.3.4, 2, 3, 4", "3.4.5, 3, 4, 5", "0.0, 0, 0, 0", "01.02, 1, 2, 0" })
    @DisplayName("AB-06: two or three decimal numbers")
    void wellFormed(String text, int major, int minor, int patch) {
        assertThat(Version.parse(text)).isEqualTo(new Version(major, minor, patch));
    }

    @ParameterizedTest
    @ValueSource(strings = { "1", "1.", "", "not_a_version", ".", ".1", "1..2", "1.2.", " 1.0", "1.0 ", "-1.0", "+1.0",
            "1,0", "1.0x", "\u0661.\u0660", "00000000001.0" })
    @DisplayName("AB-07: anything else is refused")
    void malformed(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Version.parse(text))
            .withMessage("'" + text + "' is not a version. Write two or three decimal numbers, such as 1.0 or 1.2.3");
    }

    @ParameterizedTest
    @CsvSource({ "1.2, 1.0, true", "1.0, 1.2, false", "2.0, 1.0, false", "1.0, 2.0, false", "1.0.0, 1.0.9, true",
            "1.4294967295, 1.1, true", "4294967295.0, 4294967295.0, true" })
    @DisplayName("AB-08: the major version is equal, the minor version at least the one asked for")
    void satisfies(String offered, String required, boolean expected) {
        assertThat(Version.parse(offered).satisfies(Version.parse(required))).isEqualTo(expected);
    }

    @Test
    @DisplayName("AB-09: the text form has three numbers")
    void text() {
        assertThat(new Version(1, 2, 3)).hasToString("1.2.3");
        assertThat(Version.parse("1.2")).hasToString("1.2.0");
    }

    @Test
    @DisplayName("AB-10: four numbers are refused")
    void fourNumbers() {
        assertThatIllegalArgumentException().isThrownBy(() -> Version.parse("1.2.3.4"));
    }

    @Test
    @DisplayName("AB-11: a wrong form and a number out of range are told apart")
    void twoKindsOfError() {
        Throwable form = catchThrowable(() -> Version.parse("1"));
        Throwable range = catchThrowable(() -> Version.parse("1.4294967296"));
        assertThat(range).isInstanceOf(IllegalArgumentException.class)
            .hasMessage("Version '1.4294967296' has a part above 4294967295");
        assertThat(form.getMessage()).isNotEqualTo(range.getMessage());
        assertThatIllegalArgumentException().isThrownBy(() -> Version.parse("9999999999.0"))
            .withMessageContaining("above 4294967295");
    }

    @ParameterizedTest
    @ValueSource(strings = { "1.2.0-alpha", "1.2.0-rc.1", "1.2.0+build", "1.2-SNAPSHOT" })
    @DisplayName("AB-12: a pre-release is refused")
    void preRelease(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Version.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = { "^1.2.0", "~1.2.0", ">=1.0", "1.x", "1.*" })
    @DisplayName("AB-13: a range is refused")
    void range(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Version.parse(text));
    }

    @Test
    void numbersAreUnsigned() {
        Version largest = Version.parse("4294967295.4294967295.4294967295");
        assertThat(largest.major()).isEqualTo(-1);
        assertThat(largest).hasToString("4294967295.4294967295.4294967295");
    }

    @Test
    void orderIsThatOfUnsignedNumbersFromLeftToRight() {
        assertThat(Stream.of("4294967295.0", "1.10.0", "2.0", "1.9.9", "1.9.10", "0.4294967295")
            .map(Version::parse)
            .sorted()
            .map(Version::toString))
            .containsExactly("0.4294967295.0", "1.9.9", "1.9.10", "1.10.0", "2.0.0", "4294967295.0.0");
    }

}
