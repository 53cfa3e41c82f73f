package io.polyplug.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

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
class MemoryTests {

    private static final int CALLS = 200_000;

    private static final int MANY = 20_000;

    private static final long PAGE = 4096;

    private static final long KEPT_TO_FIND_OUT = 64 * 1024;

    /** A leak of 32 bytes a call would be 6.4 MB, and three times that in pages. */
    private static final long MOST_GROWTH = 4 * 1024 * 1024;

    @RegisterExtension
    final Stage stage = new Stage();

    private static long residentBytes() {
        System.gc();
        try {
            return Long.parseLong(Files.readString(Path.of("/proc/self/statm")).split(" ")[1]) * PAGE;
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    private void requireFlat(String bundle, Runnable call) {
        for (int i = 0; i < MANY; i++) {
            call.run();
        }
        long held = this.stage.guestBytes(bundle);
        assertThat(held).isLessThan(KEPT_TO_FIND_OUT);
        long resident = residentBytes();
        for (int i = 0; i < CALLS; i++) {
            call.run();
        }
        assertThat(this.stage.guestBytes(bundle)).isEqualTo(held);
        assertThat(residentBytes() - resident).as("bytes that the process has grown by").isLessThan(MOST_GROWTH);
    }

    @Test
    void textsThatAreReturnedAreFreed() {
        this.stage.load("everything");
        Everything everything = this.stage.contract(Everything.class);
        requireFlat("upstream-everything", () -> everything.greet("a name of a certain length"));
    }

    @Test
    void textsOfErrorsAreFreed() {
        this.stage.load("everything");
        Everything everything = this.stage.contract(Everything.class);
        requireFlat("upstream-everything", () -> assertThatExceptionOfType(GuestCallException.class)
            .isThrownBy(() -> everything.fail(1, "a message of a certain length")));
    }

    @Test
    void textsInRecordsAreFreed() {
        this.stage.load("everything");
        Everything everything = this.stage.contract(Everything.class);
        Contracts.Person person = new Contracts.Person(1, "Ada", Contracts.Colour.RED, true, new Contracts.Point(1, 2),
                "a note of a certain length");
        requireFlat("upstream-everything", () -> everything.rename(person, "Grace"));
    }

    @Test
    void argumentsForJavaLeakAndAreCounted() {
        this.stage.runtime().registerHostContract(Desk.class, new QuietDesk());
        this.stage.load("relay");
        Relay relay = this.stage.contract(Relay.class);
        relay.tell("0123456789", MANY);
        assertThat(this.stage.guestBytes("upstream-relay")).isEqualTo(10L * MANY);
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
