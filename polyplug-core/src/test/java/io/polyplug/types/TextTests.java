package io.polyplug.types;

import io.polyplug.error.GuestCallException;
import io.polyplug.testing.RuntimeExtension;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * {@code String} as {@code StringView} in both directions: strict UTF-8, nothing
 * replaced.
 */
class TextTests {

    @RegisterExtension
    static final RuntimeExtension polyplug = RuntimeExtension.with("everything");

    private final Everything everything = polyplug.contract(Everything.class);

    @ParameterizedTest
    @ValueSource(strings = { "", "ASCII", "caf\u00e9", "\u4f60\u597d", "\ud83d\ude00", "a\u0000b",
            "\ufffd is a character", "\u007f\u0080\u07ff\u0800\uffff" })
    @DisplayName("DS-10, DS-11, DS-20, AB-34: text comes back as it was sent")
    void textIsEchoed(String text) {
        assertThat(this.everything.echo(text)).isEqualTo(text);
        assertThat(this.everything.greet(text)).isEqualTo("hello " + text);
    }

    @Test
    @DisplayName("DS-10, DS-19: the length counts bytes, and a NUL is one of them")
    void lengthCountsBytes() {
        assertThat(this.everything.length("caf\u00e9")).isEqualTo(5);
        assertThat(this.everything.length("\ud83d\ude00")).isEqualTo(4);
        assertThat(this.everything.length("a\u0000b")).isEqualTo(3);
        assertThat(this.everything.length("")).isZero();
    }

    @Test
    void textsOfEveryLengthAroundTheCallsOwnMemoryArrive() {
        StringBuilder text = new StringBuilder();
        for (int length = 0; length < 1200; length++) {
            assertThat(this.everything.echo(text.toString())).as("length %s", length).isEqualTo(text.toString());
            text.append((char) ('a' + length % 26));
        }
    }

    @Test
    void textOfManyMegabytesArrives() {
        String text = "\u00e9".repeat(5_000_000);
        assertThat(this.everything.length(text)).isEqualTo(10_000_000);
        assertThat(this.everything.echo(text).equals(text)).isTrue();
    }

    @Test
    @DisplayName("AB-31: null is a null view, and an empty text is none")
    void nullIsSentWhereItIsAllowed() {
        assertThat(this.everything.isNull(null)).isTrue();
        assertThat(this.everything.isNull("")).isFalse();
        assertThat(this.everything.isNull("text")).isFalse();
    }

    @Test
    void nullIsRefusedElsewhere() {
        assertThatIllegalArgumentException().isThrownBy(() -> this.everything.greet(absent()))
            .withMessage("Parameter 'name' of " + Everything.class.getName()
                    + ".greet: null is not allowed here. Pass a text, or annotate it with @Nullable (in Kotlin: String?,"
                    + " and kotlin-reflect on the class path)");
    }

    @ParameterizedTest
    @ValueSource(strings = { "\ud83d", "x\ude00", "\ude00\ud83d", "tail\ud83d" })
    void halfASurrogatePairIsRefusedBeforeTheCall(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> this.everything.echo(text))
            .withMessageContaining("Parameter 'text'")
            .withMessageContaining("half a surrogate pair");
    }

    @Test
    @DisplayName("AB-32, AB-33: a null view reads as the empty text, whatever its length")
    void nullViewReadsAsEmpty() {
        assertThat(this.everything.nullText()).isEmpty();
    }

    @Test
    void emptyViewIsNotFollowed() {
        assertThat(this.everything.emptyText()).isEmpty();
    }

    @Test
    @DisplayName("AB-35: bytes that are not UTF-8 are an error, never a replacement character")
    void malformedTextIsAnError() {
        assertThatExceptionOfType(GuestCallException.class).isThrownBy(this.everything::malformedText)
            .withMessageContaining("Function 20 (malformedText)")
            .withMessageContaining("not valid UTF-8")
            .satisfies((ex) -> assertThat(ex.code()).isEqualTo(1))
            .satisfies((ex) -> assertThat(ex.guestMessage()).isNull());
    }

    @Test
    void absurdLengthIsAnError() {
        assertThatExceptionOfType(GuestCallException.class).isThrownBy(this.everything::hugeText)
            .withMessageContaining("Function 46 (hugeText)")
            .withMessageContaining("9223372036854775807 bytes are more than a Java array holds");
    }

    /** What a caller without null checks may pass. */
    @SuppressWarnings("NullAway")
    private static String absent() {
        return null;
    }

}
