package io.polyplug.interop;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.polyplug.error.GuestCallException;
import io.polyplug.interop.Contracts.Desk;
import io.polyplug.interop.Contracts.Relay;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A Rust guest calls Java through the callers that upstream has generated.
 */
class RustHostContractTests {

    @RegisterExtension
    final Stage stage = new Stage();

    private final List<String> told = new CopyOnWriteArrayList<>();

    private Relay relay;

    @BeforeEach
    void load() {
        this.stage.runtime().registerHostContract(Desk.class, new FrontDesk());
        this.stage.load("relay");
        this.relay = this.stage.contract(Relay.class);
    }

    @Test
    void textsInAndOut() {
        assertThat(this.relay.greet("Ada")).isEqualTo("Good morning, Ada");
        assertThat(this.relay.greet("Grüße 😀")).isEqualTo("Good morning, Grüße 😀");
        assertThat(this.relay.greet("")).isEqualTo("Good morning, ");
    }

    @Test
    void numbers() {
        assertThat(this.relay.add(-1, Long.MAX_VALUE)).isEqualTo(Long.MAX_VALUE - 1);
        assertThat(this.relay.add(Integer.MIN_VALUE, 0)).isEqualTo(Integer.MIN_VALUE);
    }

    @Test
    void aFunctionWithoutResult() {
        this.relay.tell("hello", 3);
        assertThat(this.told).containsExactly("hello", "hello", "hello");
    }

    @Test
    void whatJavaThrowsIsCode3WithTheMessageInRust() {
        assertThat(this.relay.tryFail("out of paper")).isEqualTo("3 java.lang.IllegalStateException: out of paper");
    }

    @Test
    void aGuestThatPassesTheErrorOnLosesNothingOfIt() {
        assertThatExceptionOfType(GuestCallException.class).isThrownBy(() -> this.relay.greet("nobody"))
            .satisfies((ex) -> assertThat(ex.code()).isEqualTo(3))
            .satisfies((ex) -> assertThat(ex.guestMessage())
                .isEqualTo("desk: java.lang.IllegalArgumentException: I know no nobody"));
    }

    @Test
    void whoKeepsACallerOfAContractThatWentGetsCode100() {
        assertThat(this.relay.greet("Ada")).isEqualTo("Good morning, Ada");
        this.stage.runtime().unregisterHostContract(Desk.class);
        assertThatExceptionOfType(GuestCallException.class).isThrownBy(() -> this.relay.greet("Ada"))
            .satisfies((ex) -> assertThat(ex.code()).isEqualTo(100));
        this.stage.runtime().registerHostContract(Desk.class, new FrontDesk());
        assertThat(this.relay.greet("Ada")).isEqualTo("Good morning, Ada");
    }

    private final class FrontDesk implements Desk {

        @Override
        public String greet(String name) {
            if (name.equals("nobody")) {
                throw new IllegalArgumentException("I know no nobody");
            }
            return "Good morning, " + name;
        }

        @Override
        public long add(int a, long b) {
            return a + b;
        }

        @Override
        public void fail(String text) {
            throw new IllegalStateException(text);
        }

        @Override
        public void tell(String text) {
            RustHostContractTests.this.told.add(text);
        }

    }

}
