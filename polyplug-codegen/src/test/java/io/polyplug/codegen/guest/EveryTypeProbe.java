package io.polyplug.codegen.guest;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

import io.polyplug.PolyplugRuntime;
import io.polyplug.codegen.guest.EveryTypeContracts.Access;
import io.polyplug.codegen.guest.EveryTypeContracts.Big;
import io.polyplug.codegen.guest.EveryTypeContracts.Clock;
import io.polyplug.codegen.guest.EveryTypeContracts.Colour;
import io.polyplug.codegen.guest.EveryTypeContracts.Counter;
import io.polyplug.codegen.guest.EveryTypeContracts.Everything;
import io.polyplug.codegen.guest.EveryTypeContracts.Level;
import io.polyplug.codegen.guest.EveryTypeContracts.Line;
import io.polyplug.codegen.guest.EveryTypeContracts.Mixed;
import io.polyplug.codegen.guest.EveryTypeContracts.Notes;
import io.polyplug.codegen.guest.EveryTypeContracts.Point;
import io.polyplug.codegen.guest.EveryTypeContracts.Scalars;
import io.polyplug.codegen.guest.EveryTypeContracts.Unit;
import io.polyplug.contract.ContractFunction;
import io.polyplug.contract.GuestContract;
import io.polyplug.contract.Unsigned;
import io.polyplug.error.GuestCallException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Loads a bundle that implements {@link EveryType}, calls all of it, replaces it and
 * unloads it, in a JVM of its own: Go's runtime never leaves one, and Zig's panics end
 * it.
 */
final class EveryTypeProbe {

    /** What it prints last. */
    static final String WELL = "All is well";

    private static final Duration LONGEST = Duration.ofSeconds(30);

    private static final Mixed MIXED = new Mixed((short) 200, true, 65000, -5, "größer", new Point(1.5f, 2.5),
            Colour.RED, new byte[] { 1, 0, 2 }, 0x7fff_0000_1000L);

    private static final Mixed REMIXED = new Mixed((short) 201, false, 65001, -4, "größer!", new Point(2.5f, 3.5),
            Colour.BLUE, new byte[] { 1, 0, 2 }, 0x7fff_0000_1001L);

    private final AtomicInteger openNotes = new AtomicInteger();

    private final String backend;

    private final Path work;

    private EveryTypeProbe(String backend, Path work) {
        this.backend = backend;
        this.work = work;
    }

    /**
     * Takes the backend, a folder to work in, the folders of two bundles, the second of
     * which counts in twos, and how many generations stay mapped.
     */
    public static void main(String[] arguments) {
        EveryTypeProbe probe = new EveryTypeProbe(arguments[0], Path.of(arguments[1]));
        probe.callWithoutHost(Path.of(arguments[2]));
        probe.callAndReplace(Path.of(arguments[2]), Path.of(arguments[3]), Integer.parseInt(arguments[4]));
        System.out.println(WELL);
    }

    private void callWithoutHost(Path bundle) {
        try (PolyplugRuntime runtime = PolyplugRuntime.builder()
            .backend(this.backend)
            .workDirectory(this.work.resolve("alone"))
            .build()) {
            runtime.loadBundle(bundle);
            Everything everything = runtime.contract(Everything.class);
            assertFails(everything::now, 100, "the host has no host.Clock 1.0");
            assertThat(everything.recovered()).isEqualTo("100");
        }
    }

    private void callAndReplace(Path first, Path second, int mapped) {
        try (PolyplugRuntime runtime = PolyplugRuntime.builder()
            .backend(this.backend)
            .hotReload(true)
            .workDirectory(this.work.resolve("hosted"))
            .hostContract(Clock.class, new FixedClock())
            .hostContractFactory(Notes.class, () -> new CountedNotes(this.openNotes))
            .build()) {
            runtime.loadBundle(first);
            Everything everything = runtime.contract(Everything.class);
            values(everything);
            texts(everything);
            failures(everything, runtime.contract(Raw.class));
            host(everything);
            replace(runtime, everything, second);
            runtime.unloadBundle("every-type");
            assertThat(runtime.awaitReclamation(LONGEST)).isTrue();
            assertThat(runtime.statistics().guestBytes().values()).allMatch((held) -> held == 0);
            assertThat(runtime.statistics().liveInstances()).isZero();
            assertThat(runtime.statistics().reclaimedGenerations()).isEqualTo(2);
            assertThat(runtime.statistics().closedButMapped()).isEqualTo(mapped);
        }
    }

    private static void values(Everything everything) {
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

    private static void texts(Everything everything) {
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

    private static void failures(Everything everything, Raw raw) {
        assertFails(() -> everything.fail(256, "größe"), 256, "because of größe");
        assertFails(() -> everything.fail(4294967295L, ""), -1, "because of ");
        assertFails(() -> everything.fail(1, "that"), 1, "because of that");
        // A panic, where the language can stop one.
        assertFails(() -> everything.fail(3, "that"), 3, "because of that");
        assertFails(() -> everything.fail(0, "that"), 1, "because of that");
        assertFails(() -> raw.colour((short) 77), 1, "77 is no value of Colour");
        assertThatExceptionOfType(GuestCallException.class)
            .isThrownBy(() -> raw.fail(256, new byte[] { 'a', (byte) 0xff }))
            .satisfies((failure) -> assertThat(failure.code()).isEqualTo(1))
            .satisfies((failure) -> assertThat(failure.guestMessage()).startsWith("a text is not UTF-8"));
        assertThat(raw.toggle(0x8000_0001L, 2)).isEqualTo(0x8000_0003L);
        assertThat(raw.toggle(3, 2)).isEqualTo(1);
        assertThat(everything.echoText("it goes on")).isEqualTo("it goes on");
    }

    private void host(Everything everything) {
        assertThat(everything.now()).isEqualTo(43);
        assertThat(everything.zoned(7, "Bern")).isEqualTo("<7 in Bern>");
        assertThat(everything.noted(MIXED)).isEqualTo(REMIXED);
        assertThat(everything.joined("ab", new byte[] { 3 })).containsExactly('a', 'b', 3);
        assertThat(everything.recovered()).isEqualTo("3");
        assertThatExceptionOfType(GuestCallException.class).isThrownBy(() -> everything.zoned(7, "nowhere"))
            .satisfies((failure) -> assertThat(failure.code()).isEqualTo(3))
            .satisfies((failure) -> assertThat(failure.guestMessage()).contains("no such zone"));
        assertThat(this.openNotes).hasValue(0);
    }

    private static void replace(PolyplugRuntime runtime, Everything everything, Path second) {
        Counter counter = runtime.contract(Counter.class);
        assertThat(counter.increment(2)).isEqualTo(2);
        assertThat(counter.increment(3)).isEqualTo(5);
        runtime.reloadBundle(second);
        assertThat(counter.increment(5)).isEqualTo(10);
        assertThat(counter.increment(1)).isEqualTo(12);
        assertThat(everything.remix(MIXED)).isEqualTo(REMIXED);
    }

    private static void assertFails(Runnable call, int code, String message) {
        assertThatExceptionOfType(GuestCallException.class).isThrownBy(call::run).satisfies((failure) -> {
            assertThat(failure.code()).isEqualTo(code);
            assertThat(failure.guestMessage()).isEqualTo(message);
        });
    }

    /** The same contract, by types of the same layout that take what others would not. */
    @GuestContract(name = EveryType.CONTRACT, version = "1.2")
    interface Raw {

        @ContractFunction(5)
        @Unsigned
        short colour(@Unsigned short colour);

        @ContractFunction(9)
        @Unsigned
        long toggle(@Unsigned long access, @Unsigned long with);

        @ContractFunction(12)
        void fail(@Unsigned long code, byte[] why);

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
