package io.polyplug.codegen.guest;

import java.nio.file.Path;
import java.time.Duration;

import io.polyplug.PolyplugRuntime;
import io.polyplug.codegen.guest.EveryTypeContracts.Clock;
import io.polyplug.codegen.guest.EveryTypeContracts.Colour;
import io.polyplug.codegen.guest.EveryTypeContracts.Counter;
import io.polyplug.codegen.guest.EveryTypeContracts.Everything;
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

    private final EveryTypeHost host = new EveryTypeHost();

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
            EveryTypeHost.assertFails(everything::now, 100, "the host has no host.Clock 1.0");
            assertThat(everything.recovered()).isEqualTo("100");
        }
    }

    private void callAndReplace(Path first, Path second, int mapped) {
        try (PolyplugRuntime runtime = this.host.runtime(this.backend, this.work.resolve("hosted"))) {
            runtime.loadBundle(first);
            Everything everything = runtime.contract(Everything.class);
            EveryTypeHost.values(everything);
            EveryTypeHost.texts(everything);
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

    private static void failures(Everything everything, Raw raw) {
        EveryTypeHost.assertFails(() -> everything.fail(256, "größe"), 256, "because of größe");
        EveryTypeHost.assertFails(() -> everything.fail(4294967295L, ""), -1, "because of ");
        EveryTypeHost.assertFails(() -> everything.fail(1, "that"), 1, "because of that");
        // A panic, where the language can stop one.
        EveryTypeHost.assertFails(() -> everything.fail(3, "that"), 3, "because of that");
        EveryTypeHost.assertFails(() -> everything.fail(0, "that"), 1, "because of that");
        EveryTypeHost.assertFails(() -> raw.colour((short) 77), 1, "77 is no value of Colour");
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
        assertThat(everything.noted(EveryTypeHost.MIXED)).isEqualTo(EveryTypeHost.REMIXED);
        assertThat(everything.joined("ab", new byte[] { 3 })).containsExactly('a', 'b', 3);
        assertThat(everything.recovered()).isEqualTo("3");
        assertThatExceptionOfType(GuestCallException.class).isThrownBy(() -> everything.zoned(7, "nowhere"))
            .satisfies((failure) -> assertThat(failure.code()).isEqualTo(3))
            .satisfies((failure) -> assertThat(failure.guestMessage()).contains("no such zone"));
        assertThat(this.host.openNotes).hasValue(0);
    }

    private static void replace(PolyplugRuntime runtime, Everything everything, Path second) {
        Counter counter = runtime.contract(Counter.class);
        assertThat(counter.increment(2)).isEqualTo(2);
        assertThat(counter.increment(3)).isEqualTo(5);
        runtime.reloadBundle(second);
        assertThat(counter.increment(5)).isEqualTo(10);
        assertThat(counter.increment(1)).isEqualTo(12);
        assertThat(everything.remix(EveryTypeHost.MIXED)).isEqualTo(EveryTypeHost.REMIXED);
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

}
