package io.polyplug;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

import io.polyplug.contract.ContractFunction;
import io.polyplug.contract.GuestContract;
import io.polyplug.error.ReloadException;
import io.polyplug.fixtures.NativeFixtures;
import io.polyplug.hostcontract.CallerGuest;
import io.polyplug.hostcontract.Greeter;
import io.polyplug.types.Everything;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * A service on AArch64: it loads, is called from four threads, reloads and unloads.
 */
@Timeout(600)
class AarchReloadTests {

    private static final int THREADS = 4;

    private static final int RELOADS = 100;

    private static final int MACHINE = 18;

    private static final byte X86_64 = 62;

    private static final byte AARCH64 = (byte) 183;

    @RegisterExtension
    final Stage stage = new Stage();

    private final LongAdder wrong = new LongAdder();

    @Test
    @DisplayName("processor, library and backend are the ones that are meant")
    void thisIsTheProcessor() throws IOException {
        assertThat(System.getProperty("os.arch")).isEqualTo("aarch64");
        this.stage.load("adder");
        assertThat(Files.readAllBytes(Path.of(this.stage.mappedLibraries().get(0)))[MACHINE]).isEqualTo(AARCH64);
        assertThat(this.stage.runtime().backend()).isEqualTo(ExpectedBackend.name());
    }

    @Test
    @DisplayName("a manifest with libraries for several processors brings the one for this")
    void manifestNamesLibraryForEachProcessor() throws IOException {
        Path bundle = this.stage.bundle("adder");
        Path manifest = bundle.resolve("manifest.toml");
        Files.writeString(manifest, Files.readString(manifest).replace("file = \"libadder.so\"\n", "")
                + "\n[file]\nlinux.x86_64 = \"libmissing.so\"\nlinux.aarch64 = \"libadder.so\"\n");
        this.stage.runtime().loadBundle(bundle);
        assertThat(this.stage.runtime().contract(Adder.class).add(40, 2)).isEqualTo(42);
    }

    @Test
    @DisplayName("a library for x86-64 is refused by the processor's name, and what it should replace goes on")
    void libraryForAnotherProcessorIsRefused() throws IOException {
        this.stage.load("reload-v1");
        Path library = NativeFixtures.copyLibraryTo("reload-v2", this.stage.bundle("reload-v1"));
        byte[] bytes = Files.readAllBytes(library);
        bytes[MACHINE] = X86_64;
        Files.write(library, bytes);
        assertThatThrownBy(() -> this.stage.runtime().reloadBundle(this.stage.bundle("reload-v1")))
            .isInstanceOf(ReloadException.class)
            .hasMessageContaining("was built for x86_64, and this is aarch64");
        assertThat(this.stage.answering().answer()).isEqualTo(100);
    }

    @Test
    @DisplayName("the promise: 4 threads with numbers, texts, records, buffers and calls back during 100 reloads of all"
            + " three bundles: no call fails, no answer is wrong, nothing is left")
    void callsDuringReloads(TestReporter reporter) {
        PolyplugRuntime runtime = this.stage.runtime();
        runtime.registerHostContract(Greeter.class, new Greeter.Friendly());
        this.stage.load("reload-v1");
        this.stage.load("everything");
        this.stage.load("caller");
        Calls calls = new Calls(runtime);
        long begin = System.nanoTime();
        long made;
        try (Crew callers = Crew.repeating(THREADS, (caller) -> calls.round(caller))) {
            callers.awaitRounds(1);
            for (int i = 0; i < RELOADS; i++) {
                runtime.reloadBundle(this.stage.bundle((i % 2 == 0) ? "reload-v2" : "reload-v1"));
                assertThat(calls.answering.answer()).isEqualTo((i % 2 == 0) ? 200 : 100);
                runtime.reloadBundle(this.stage.bundle("everything"));
                runtime.reloadBundle(this.stage.bundle("caller"));
            }
            callers.awaitRounds(1);
            callers.dismiss();
            made = callers.rounds() * Calls.IN_A_ROUND;
        }
        Figures.publish(reporter, "on AArch64, backend " + runtime.backend(),
                String.format(Locale.ROOT, "%d threads, %d reloads, %d calls, %d wrong, %d s", THREADS, 3 * RELOADS,
                        made, this.wrong.sum(), TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin)));
        assertThat(this.wrong.sum()).isZero();
        assertNothingIsLeft(runtime);
    }

    private void assertNothingIsLeft(PolyplugRuntime runtime) {
        for (String bundle : new String[] { "reload", "everything", "caller" }) {
            runtime.unloadBundle(bundle);
        }
        assertThat(runtime.awaitReclamation(Duration.ofSeconds(60))).isTrue();
        assertThat(this.stage.mappedLibraries()).isEmpty();
        RuntimeStatistics statistics = runtime.statistics();
        assertThat(statistics.reclaimedGenerations()).isEqualTo(3L * RELOADS + 3);
        assertThat(statistics.closedButMapped()).isZero();
        assertThat(statistics.activePins()).isZero();
        assertThat(statistics.guestBytes().values()).containsOnly(0L);
    }

    /** One call of each kind, with answers that are known. */
    private final class Calls {

        static final int IN_A_ROUND = 7;

        private final Plugins.Answering answering;

        private final Everything everything;

        private final CallerGuest caller;

        Calls(PolyplugRuntime runtime) {
            this.answering = runtime.contract(Plugins.Answering.class);
            this.everything = runtime.contract(Everything.class);
            this.caller = runtime.contract(CallerGuest.class);
        }

        void round(int member) {
            int answer = this.answering.answer();
            check(answer == 100 || answer == 200, true);
            check(this.everything.add(member, Long.MAX_VALUE - member), Long.MAX_VALUE);
            check(this.everything.minusF64(member, 0.5), member - 0.5);
            check(this.everything.length("größer " + member), 8L + Integer.toString(member).length() + 1);
            Everything.Point middle = this.everything.mid(new Everything.Point(member, 2, (byte) 1),
                    new Everything.Point(member + 2, 4, (byte) 1));
            check(middle.x() == member + 1 && middle.y() == 3, true);
            byte[] reversed = this.everything.reverse(("buffer " + member).getBytes(StandardCharsets.UTF_8));
            check(new String(reversed, StandardCharsets.UTF_8), member + " reffub");
            check(this.caller.call("thread " + member), "hello thread " + member);
        }

        private void check(@Nullable Object answer, Object expected) {
            if (!Objects.equals(answer, expected)) {
                AarchReloadTests.this.wrong.increment();
            }
        }

    }

    /** The one function of bundle {@code adder}. */
    @GuestContract(name = "test.add", version = "1.0")
    interface Adder {

        @ContractFunction(0)
        int add(int a, int b);

    }

}
