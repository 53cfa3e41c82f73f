package io.polyplug.codegen.guest;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

import io.polyplug.PolyplugRuntime;
import io.polyplug.codegen.guest.EveryTypeContracts.Access;
import io.polyplug.codegen.guest.EveryTypeContracts.Big;
import io.polyplug.codegen.guest.EveryTypeContracts.Clock;
import io.polyplug.codegen.guest.EveryTypeContracts.Colour;
import io.polyplug.codegen.guest.EveryTypeContracts.Everything;
import io.polyplug.codegen.guest.EveryTypeContracts.Level;
import io.polyplug.codegen.guest.EveryTypeContracts.Line;
import io.polyplug.codegen.guest.EveryTypeContracts.Mixed;
import io.polyplug.codegen.guest.EveryTypeContracts.Notes;
import io.polyplug.codegen.guest.EveryTypeContracts.Point;
import io.polyplug.codegen.guest.EveryTypeContracts.Scalars;
import io.polyplug.codegen.guest.EveryTypeContracts.Unit;
import io.polyplug.error.GuestCallException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * An application for bundles that implement {@link EveryType}, in whatever language: what
 * it offers them, and what it calls.
 */
final class EveryTypeHost {

    static final Mixed MIXED = new Mixed((short) 200, true, 65000, -5, "größer", new Point(1.5f, 2.5), Colour.RED,
            new byte[] { 1, 0, 2 }, 0x7fff_0000_1000L);

    static final Mixed REMIXED = new Mixed((short) 201, false, 65001, -4, "größer!", new Point(2.5f, 3.5), Colour.BLUE,
            new byte[] { 1, 0, 2 }, 0x7fff_0000_1001L);

    /** How many instances of {@link Notes} guests have. */
    final AtomicInteger openNotes = new AtomicInteger();

    PolyplugRuntime runtime(String backend, Path work) {
        return PolyplugRuntime.builder()
            .backend(backend)
            .hotReload(true)
            .workDirectory(work)
            .hostContract(Clock.class, new FixedClock())
            .hostContractFactory(Notes.class, () -> new CountedNotes(this.openNotes))
            .build();
    }

    static void values(Everything everything) {
        assertThat(everything.scalars((short) 255, (byte) -1, 65535, (short) -2, 4294967295L, -3, -4, -5, 1.5f, 2.5,
                true, 0x1000))
            .isEqualTo(new Scalars((short) 255, (byte) -1, 65535, (short) -2, 4294967295L, -3, -4, -5, 1.5f, 2.5, true,
                    0x1000));
        assertThat(everything.mirror(new Line(new Point(1, 2), Level.LOW, new Point(3, 4), Set.of(Access.WRITE))))
            .isEqualTo(new Line(new Point(3, 4), Level.HIGH, new Point(1, 2), Set.of(Access.WRITE)));
        assertThat(everything.remix(MIXED)).isEqualTo(REMIXED);
        assertThat(everything.colour(Colour.RED)).isEqualTo(Colour.BLUE);
        assertThat(everything.level(Level.HIGH)).isEqualTo(Level.LOW);
        assertThat(everything.unit(Unit.METRE)).isEqualTo(Unit.LIGHT_YEAR);
        assertThat(everything.big(Big.ONE)).isEqualTo(Big.TOP);
        assertThat(everything.toggle(Set.of(Access.READ), Set.of(Access.WRITE))).isEqualTo(Set.of(Access.values()));
        assertThat(everything.toggle(Set.of(Access.values()), Set.of(Access.WRITE))).isEqualTo(Set.of(Access.READ));
        assertThat(everything.toggle(Set.of(Access.READ), Set.of(Access.READ))).isEmpty();
        assertThat(everything.toggle(Set.of(), Set.of())).isEmpty();
        assertThat(everything.whileTrue(1, 2, 3)).isEqualTo(7);
        everything.nothing();
    }

    static void texts(Everything everything) {
        for (String text : new String[] { "", "größer als 😀", "x".repeat(100_000) }) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            assertThat(everything.echoText(text)).isEqualTo(text);
            assertThat(everything.echoBytes(bytes)).isEqualTo(bytes);
        }
        assertThat(everything.cat("ab", (short) 0, "")).containsExactly('a', 'b', 0);
        for (int i = 0; i < 1000; i++) {
            everything.remix(MIXED);
            assertThatExceptionOfType(GuestCallException.class).isThrownBy(() -> everything.fail(256, "x"));
        }
    }

    static void assertFails(Runnable call, int code, String message) {
        assertThatExceptionOfType(GuestCallException.class).isThrownBy(call::run).satisfies((failure) -> {
            assertThat(failure.code()).isEqualTo(code);
            assertThat(failure.guestMessage()).isEqualTo(message);
        });
    }

    private static final class FixedClock implements Clock {

        @Override
        public long now() {
            return 42;
        }

        @Override
        public String zoned(long at, String zone) {
            if (zone.equals("nowhere")) {
                throw new IllegalArgumentException("no such zone");
            }
            return at + " in " + zone;
        }

    }

    /** One for each time that a guest asks. */
    private static final class CountedNotes implements Notes, AutoCloseable {

        private final AtomicInteger open;

        CountedNotes(AtomicInteger open) {
            this.open = open;
            open.incrementAndGet();
        }

        @Override
        public Mixed note(Mixed mixed) {
            assertThat(mixed).isEqualTo(MIXED);
            return REMIXED;
        }

        @Override
        public byte[] join(String text, byte[] bytes) {
            byte[] joined = Arrays.copyOf(text.getBytes(StandardCharsets.UTF_8), text.length() + bytes.length);
            System.arraycopy(bytes, 0, joined, text.length(), bytes.length);
            return joined;
        }

        @Override
        public void forget() {
            throw new IllegalStateException("never");
        }

        @Override
        public void close() {
            this.open.decrementAndGet();
        }

    }

}
