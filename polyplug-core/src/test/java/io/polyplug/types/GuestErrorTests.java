package io.polyplug.types;

import io.polyplug.error.GuestCallException;
import io.polyplug.testing.RuntimeExtension;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Errors that a guest answers with.
 */
class GuestErrorTests {

    @RegisterExtension
    static final RuntimeExtension polyplug = RuntimeExtension.with("everything");

    private final Everything everything = polyplug.contract(Everything.class);

    private static GuestCallException failure(ThrowingCallable call) {
        return catchThrowableOfType(GuestCallException.class, call);
    }

    @Test
    @DisplayName("DS-05: code and message arrive, with function, contract and bundle")
    void staticMessage() {
        GuestCallException failure = failure(this.everything::fail);
        assertThat(failure.code()).isEqualTo(256);
        assertThat(failure.guestMessage()).isEqualTo("on purpose");
        assertThat(failure).hasMessage("Function 38 (fail) of contract 'demo.Everything' in bundle 'everything' 1.2.0"
                + " failed with code 256: on purpose");
    }

    @Test
    void allocatedMessage() {
        GuestCallException failure = failure(() -> this.everything.failSaying("gr\u00fcn \ud83d\ude00"));
        assertThat(failure.code()).isEqualTo(300);
        assertThat(failure.guestMessage()).isEqualTo("refused: gr\u00fcn \ud83d\ude00");
    }

    @Test
    @DisplayName("DS-08: a thousand messages, each read before it can be gone")
    void messagesAreCopiedAtOnce() {
        for (int i = 0; i < 1000; i++) {
            String text = "number " + i;
            assertThat(failure(() -> this.everything.failSaying(text)).guestMessage()).isEqualTo("refused: " + text);
        }
    }

    @Test
    void longMessageArrives() {
        String text = "x".repeat(100_000);
        assertThat(failure(() -> this.everything.failSaying(text)).guestMessage()).isEqualTo("refused: " + text);
    }

    @Test
    void messageAboveAMebibyteIsNotBelieved() {
        GuestCallException failure = failure(() -> this.everything.failSaying("x".repeat(1 << 20)));
        assertThat(failure.code()).isEqualTo(300);
        assertThat(failure.guestMessage()).isEqualTo("(a text of 1048585 bytes, which is not believed)");
    }

    @Test
    @DisplayName("DS-25: code 1, which stands for an exception of a C++ guest, arrives without a message")
    void noMessage() {
        GuestCallException failure = failure(this.everything::failSilently);
        assertThat(failure.code()).isEqualTo(1);
        assertThat(failure.guestMessage()).isNull();
        assertThat(failure).hasMessageEndingWith("failed with code 1 and gave no message");
    }

    @Test
    void functionWithoutResultCanFail() {
        GuestCallException failure = failure(this.everything::failVoid);
        assertThat(failure.code()).isEqualTo(257);
        assertThat(failure.guestMessage()).isEqualTo("nothing came of it");
    }

    @Test
    void messageThatIsNotUtf8IsShownAsWellAsItGoes() {
        GuestCallException failure = failure(this.everything::failGarbled);
        assertThat(failure.code()).isEqualTo(258);
        assertThat(failure.guestMessage()).isEqualTo("bad \ufffd\ufffd text");
    }

    @Test
    void resultOfAFailedCallIsNotRead() {
        GuestCallException failure = failure(this.everything::failAfterWriting);
        assertThat(failure.code()).isEqualTo(259);
        assertThat(failure.guestMessage()).isEqualTo("too late");
    }

    @Test
    @DisplayName("AB-29: code 0 is success, and the message beside it is not read")
    void messageOfASuccessIsNotRead() {
        assertThat(this.everything.errorOk()).isEqualTo(42);
    }

    @Test
    void errorsOfOneCallDoNotReachTheNext() {
        assertThat(failure(this.everything::fail).code()).isEqualTo(256);
        this.everything.nothing();
        assertThat(this.everything.version()).isEqualTo(100);
        assertThat(failure(this.everything::failVoid).code()).isEqualTo(257);
        assertThat(this.everything.greet("again")).isEqualTo("hello again");
    }

}
