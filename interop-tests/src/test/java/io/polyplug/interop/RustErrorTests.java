package io.polyplug.interop;

import io.polyplug.error.GuestCallException;
import io.polyplug.interop.Contracts.Everything;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What a Rust guest's failures look like in Java.
 */
class RustErrorTests {

    @RegisterExtension
    final Stage stage = new Stage();

    private Everything everything;

    @BeforeEach
    void load() {
        this.stage.load("everything");
        this.everything = this.stage.contract(Everything.class);
    }

    @Test
    void anErrorHasTheCodeAndTheTextOfTheGuest() {
        for (int code : new int[] { 1, 2, 4, 9, 100, 102 }) {
            assertThatExceptionOfType(GuestCallException.class)
                .isThrownBy(() -> this.everything.fail(code, "no: Grüße"))
                .satisfies((ex) -> assertThat(ex.code()).isEqualTo(code))
                .satisfies((ex) -> assertThat(ex.guestMessage()).isEqualTo("no: Grüße"));
        }
    }

    @Test
    void anErrorWithoutTextHasNone() {
        assertThatExceptionOfType(GuestCallException.class).isThrownBy(() -> this.everything.fail(1, ""))
            .satisfies((ex) -> assertThat(ex.guestMessage()).isNull());
    }

    @Test
    @DisplayName("DS-04 DS-06: a panic is code 3, and the plugin and the process live on")
    void aPanicIsCode3() {
        for (int i = 0; i < 20; i++) {
            assertThatExceptionOfType(GuestCallException.class).isThrownBy(() -> this.everything.panic("on purpose"))
                .satisfies((ex) -> assertThat(ex.code()).isEqualTo(3))
                .satisfies((ex) -> assertThat(ex.guestMessage()).isEqualTo("plugin panicked"));
            assertThat(this.everything.greet("you")).isEqualTo("v100: hello you");
        }
        assertThat(this.everything.calls()).as("the same instance all along").isEqualTo(20);
    }

}
