package io.polyplug.interop;

import java.util.Arrays;

import io.polyplug.ProcessMemory;
import io.polyplug.error.GuestCallException;
import io.polyplug.interop.Contracts.Desk;
import io.polyplug.interop.Contracts.Everything;
import io.polyplug.interop.Contracts.Relay;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Who frees what the glue of Rust guests takes from the host.
 */
class RustMemoryTests {

    private static final int ROUNDS = 10;

    private static final int CALLS = 20_000;

    private static final int QUARANTINE = 32;

    private static final String TEXT = "0123456789".repeat(100);

    /** Leaked, the texts of one round would be 20,000 KiB. */
    private static final long MOST_GROWTH = 8_000;

    @RegisterExtension
    final Stage stage = new Stage();

    /** Compilers take memory in some rounds; a leak would make all of them grow. */
    private void requireFlat(Runnable call) {
        repeat(call);
        long held = this.stage.guestBytes("upstream-everything");
        long[] growth = new long[ROUNDS];
        long before = ProcessMemory.bytesAtRest();
        for (int round = 0; round < ROUNDS; round++) {
            repeat(call);
            long now = ProcessMemory.bytesAtRest();
            growth[round] = (now - before) >> 10;
            before = now;
        }
        assertThat(this.stage.guestBytes("upstream-everything")).isEqualTo(held);
        Arrays.sort(growth);
        assertThat(growth[2]).as("KiB by round %s", Arrays.toString(growth)).isLessThan(MOST_GROWTH);
    }

    private static void repeat(Runnable call) {
        for (int i = 0; i < CALLS; i++) {
            call.run();
        }
    }

    @Test
    void textsThatAreReturnedAreFreed() {
        this.stage.load("everything");
        Everything everything = this.stage.contract(Everything.class);
        requireFlat(() -> everything.greet(TEXT));
    }

    @Test
    void textsOfErrorsAreFreed() {
        this.stage.load("everything");
        Everything everything = this.stage.contract(Everything.class);
        requireFlat(
                () -> assertThatExceptionOfType(GuestCallException.class).isThrownBy(() -> everything.fail(1, TEXT)));
    }

    @Test
    void textsInRecordsAreFreed() {
        this.stage.load("everything");
        Everything everything = this.stage.contract(Everything.class);
        Contracts.Person person = new Contracts.Person(1, "Ada", Contracts.Colour.RED, true, new Contracts.Point(1, 2),
                TEXT);
        requireFlat(() -> everything.rename(person, "Grace"));
    }

    @Test
    void argumentsForJavaLeakAndAreCounted() {
        this.stage.runtime().registerHostContract(Desk.class, new QuietDesk());
        this.stage.load("relay");
        this.stage.contract(Relay.class).tell("0123456789", CALLS);
        assertThat(this.stage.guestBytes("upstream-relay")).isEqualTo(10L * CALLS);
    }

    @Test
    void textsFromGuestToGuestLeakAndAreCounted() {
        this.stage.load("peer");
        this.stage.load("relay");
        Relay relay = this.stage.contract(Relay.class);
        for (int i = 0; i < CALLS; i++) {
            assertThat(relay.peerShout("hey")).isEqualTo("HEY from 100");
        }
        assertThat(this.stage.guestBytes("upstream-peer")).isEqualTo((long) "HEY from 100".length() * CALLS);
        assertThat(this.stage.guestBytes("upstream-relay")).as("what is kept to find out what the guest does")
            .isEqualTo((long) "HEY from 100".length() * QUARANTINE);
    }

    @Test
    void argumentsForJavaAreFreedWhereTheManifestSaysThatTheyLeak() {
        this.stage.runtime().registerHostContract(Desk.class, new QuietDesk());
        this.stage.runtime().loadBundle(this.stage.bundleSaying("relay", "host_arguments = \"leaked\""));
        Relay relay = this.stage.contract(Relay.class);
        relay.tell("0123456789", CALLS);
        assertThat(this.stage.guestBytes("upstream-relay")).isZero();
        assertThat(relay.greet("0123456789")).isEqualTo("0123456789");
        assertThat(this.stage.guestBytes("upstream-relay")).as("the result is kept to find out what the guest does")
            .isEqualTo(10);
    }

    private static final class QuietDesk implements Desk {

        @Override
        public String greet(String name) {
            return name;
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
        }

    }

}
