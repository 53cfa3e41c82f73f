package io.polyplug;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

import io.polyplug.contract.ContractFunction;
import io.polyplug.contract.GuestContract;
import io.polyplug.error.GuestCallException;
import io.polyplug.ffi.NativeBackend.Shape;
import io.polyplug.jna.JnaBackend;
import io.polyplug.testing.CapturedLog;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Java's arithmetic stays right on threads that call bundles which change the
 * floating-point environment. Each test has a thread of its own, for a wrong one would
 * make others fail.
 */
@Timeout(120)
class FloatingPointTests {

    private static final String CURE = "say floating_point = \"restore\" under [jvm] in the bundle's manifest";

    private static final boolean X86 = System.getProperty("os.arch").equals("amd64");

    private static final int STANDARD = X86 ? 0x1f80 : 0;

    private static final int FLUSHING = X86 ? 0x9fc0 : 1 << 24;

    /** Offset of the control bits in a {@code fenv_t}. */
    private static final int CONTROL = X86 ? 28 : 0;

    /** No compiler knows what these are. */
    private static volatile double leastNormal = Double.MIN_NORMAL;

    private static volatile double one = 1;

    private static volatile double tiny = 0x1p-60;

    @RegisterExtension
    final Stage stage = new Stage();

    private CapturedLog log;

    private Path marks;

    @BeforeEach
    void capture() throws IOException {
        this.log = CapturedLog.warningsOf("polyplug.host");
        this.marks = this.stage.folder().resolve("marks");
        Files.writeString(this.stage.bundle("floating").resolve("mark-file"), this.marks.toString());
    }

    @AfterEach
    void release() {
        this.log.close();
    }

    private static boolean isRight() {
        return leastNormal / 2 != 0 && leastNormal / 2 * 2 == leastNormal && one + tiny == 1 && -one - tiny == -1;
    }

    /** Runs a task on a thread of its own, and returns what it answers. */
    private static <T> T onThread(Task<T> task) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                answer.complete(task.run());
            }
            catch (Throwable ex) {
                answer.completeExceptionally(ex);
            }
        });
        thread.start();
        return answer.orTimeout(100, TimeUnit.SECONDS).join();
    }

    private Floating floating() {
        return this.stage.runtime().contract(Floating.class);
    }

    /**
     * Returns the warnings of the runtime, which has told all of them once it is closed.
     */
    private List<String> warnings() {
        this.stage.runtime().close();
        return this.log.lines();
    }

    private void declare(String line) throws IOException {
        Path manifest = this.stage.bundle("floating").resolve("manifest.toml");
        Files.writeString(manifest, Files.readString(manifest) + "\n[jvm]\n" + line + "\n");
    }

    @Test
    @DisplayName("functions that change nothing are not suspected")
    void innocent() {
        this.stage.load("floating");
        assertThat(onThread(() -> {
            for (int i = 0; i < 100_000; i++) {
                assertThat(floating().add(i, 1)).isEqualTo(i + 1);
            }
            return floating().control();
        })).isEqualTo(STANDARD);
        assertThat(warnings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({ "1, flush-to-zero", "2, rounding upwards", "3, traps" })
    @DisplayName("a function that does it in each call is found in the first one, on each thread, and named once")
    void found(int function, String what) {
        assumeTrue(function != 3 || X86, "this processor does not trap");
        this.stage.load("floating");
        for (int i = 0; i < 3; i++) {
            assertThat(onThread(() -> {
                Floating contract = floating();
                assertThat(call(contract, function)).isEqualTo(function);
                assertThat(isRight()).as("after the first call").isTrue();
                for (int n = 0; n < 20_000; n++) {
                    call(contract, function);
                    assertThat(isRight()).as("after %s more calls", n).isTrue();
                    assertThat(contract.control()).isEqualTo(STANDARD);
                }
                return contract.add(20, 22);
            })).isEqualTo(42);
            this.stage.runtime().reloadBundle("floating");
        }
        assertThat(warnings()).singleElement()
            .asString()
            .startsWith("WARN Function " + function + " (")
            .contains(") of contract 'demo.Floating' in bundle 'floating' 1.0.0 came back with " + what, CURE);
    }

    @ParameterizedTest
    @CsvSource({ "1, flush-to-zero", "2, rounding upwards", "3, traps" })
    @DisplayName("a function is looked at in its first call after another one has made the instance, and put back ever after")
    void foundInCompiledCalls(int function, String what) {
        assumeTrue(function != 3 || X86, "this processor does not trap");
        this.stage.load("floating");
        onThread(() -> {
            Floating contract = floating();
            assertThat(contract.add(1, 2)).isEqualTo(3);
            for (int n = 0; n < 20_000; n++) {
                assertThat(call(contract, function)).isEqualTo(function);
                assertThat(isRight()).as("after call %s", n).isTrue();
                assertThat(contract.control()).isEqualTo(STANDARD);
            }
            return null;
        });
        assertThat(warnings()).singleElement().asString().contains("came back with " + what, CURE);
    }

    private static int call(Floating contract, int function) {
        return switch (function) {
            case 1 -> contract.flush();
            case 2 -> contract.roundUp();
            default -> contract.unmask();
        };
    }

    @Test
    @DisplayName("texts and errors arrive, and the thread is put back")
    void textsAndErrors() {
        this.stage.load("floating");
        onThread(() -> {
            for (int i = 0; i < 50; i++) {
                assertThat(floating().flushedText("text " + i)).isEqualTo("text " + i);
                assertThat(isRight()).isTrue();
                assertThatExceptionOfType(GuestCallException.class).isThrownBy(floating()::failFlushed)
                    .withMessageContaining("failed, and flushes")
                    .satisfies((failure) -> assertThat(failure.code()).isEqualTo(300));
                assertThat(isRight()).isTrue();
            }
            return null;
        });
        assertThat(warnings()).hasSize(1);
    }

    @Test
    @DisplayName("a function that begins to do it later is found while it is called, and the thread put back")
    void foundLater() {
        this.stage.load("floating");
        onThread(() -> {
            Floating contract = floating();
            for (int i = 0; i < 200_000; i++) {
                assertThat(contract.flushIf(false)).isEqualTo(5);
            }
            assertThat(isRight()).isTrue();
            callUntilTold(contract, (line) -> line.contains("Function 5 (flushIf) of contract 'demo.Floating'"));
            for (int i = 0; i < 20_000; i++) {
                contract.flushIf(true);
                assertThat(isRight()).isTrue();
            }
            return null;
        });
        assertThat(warnings()).filteredOn((line) -> line.contains("'demo.Floating'")).hasSize(1);
    }

    private void callUntilTold(Floating contract, Predicate<String> line) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (this.log.lines().stream().noneMatch(line)) {
            assertThat(System.nanoTime()).as("found in time").isLessThan(deadline);
            for (int i = 0; i < 1_000; i++) {
                contract.flushIf(true);
            }
        }
        contract.flushIf(true);
    }

    @Test
    @DisplayName("what the manifest says is put back from the first call on, without a word")
    void declared() throws IOException {
        declare("floating_point = \"restore\"");
        Files.writeString(this.stage.bundle("floating").resolve("sets"), "init create destroy");
        this.stage.load("floating");
        onThread(() -> {
            Floating contract = floating();
            for (int i = 0; i < 20_000; i++) {
                contract.flush();
                assertThat(isRight()).isTrue();
                contract.roundUp();
                assertThat(isRight()).isTrue();
                contract.unmask();
                assertThat(contract.control()).isEqualTo(STANDARD);
            }
            return null;
        });
        assertThat(warnings()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = { "open", "version", "close" })
    @DisplayName("constructors, destructors and the version function leave the thread that runs them as it was")
    void onTheLibraryThread(String where) throws IOException {
        Files.writeString(this.stage.bundle("floating").resolve("sets"), where);
        this.stage.load("floating");
        for (int i = 0; i < 3; i++) {
            this.stage.runtime().reloadBundle("floating");
            this.stage.awaitReclamation();
        }
        assertThat(warnings()).isEmpty();
        assertThat(Files.readAllLines(this.marks)).filteredOn((line) -> line.matches("(open|version|close) .*"))
            .hasSize(12)
            .allSatisfy((line) -> assertThat(line).contains(" " + Integer.toHexString(STANDARD) + " "));
    }

    @ParameterizedTest
    @ValueSource(strings = { "init", "create" })
    @DisplayName("init and factory leave the thread that runs them as it was")
    void onTheLoadingThread(String where) throws IOException {
        Files.writeString(this.stage.bundle("floating").resolve("sets"), where);
        onThread(() -> {
            Floating contract = floating();
            this.stage.load("floating");
            assertThat(isRight()).as("after the load").isTrue();
            assertThat(contract.control()).isEqualTo(STANDARD);
            this.stage.runtime().reloadBundle("floating");
            assertThat(isRight()).as("after the reload").isTrue();
            return null;
        });
        assertThat(warnings()).singleElement()
            .asString()
            .startsWith("WARN " + (where.equals("init") ? "polyplug_init of " : "create_instance of contract"))
            .contains("bundle 'floating' 1.0.0 came back with flush-to-zero", CURE);
    }

    @Test
    @DisplayName("a destructor leaves the thread that reclaims as it was")
    void onTheReclaimingThread() throws IOException {
        Files.writeString(this.stage.bundle("floating").resolve("sets"), "destroy");
        this.stage.load("floating");
        for (int i = 0; i < 3; i++) {
            assertThat(floating().add(1, 2)).isEqualTo(3);
            this.stage.runtime().reloadBundle("floating");
            this.stage.awaitReclamation();
        }
        assertThat(warnings()).singleElement()
            .asString()
            .startsWith("WARN destroy_instance of contract 'demo.Floating' in bundle 'floating' 1.0.0");
        assertThat(Files.readAllLines(this.marks)).filteredOn((line) -> line.startsWith("destroy"))
            .hasSize(4)
            .allSatisfy((line) -> assertThat(line).startsWith("destroy " + Integer.toHexString(STANDARD) + " "));
    }

    @Test
    @DisplayName("a thread that comes wrong from elsewhere is put back, and no bundle blamed")
    void foreign() {
        this.stage.load("floating");
        onThread(() -> {
            flushThisThread();
            assertThat(isRight()).as("the test can do it").isFalse();
            assertThat(floating().control()).isEqualTo(STANDARD);
            assertThat(isRight()).isTrue();
            return null;
        });
        assertThat(warnings()).singleElement()
            .asString()
            .startsWith("WARN A thread came to a call of a bundle with flush-to-zero")
            .doesNotContain("'floating'");
    }

    private static void flushThisThread() {
        try (JnaBackend backend = new JnaBackend()) {
            ByteBuffer environment = ByteBuffer.allocateDirect(64).order(ByteOrder.nativeOrder());
            long address = backend.addressOf(environment);
            backend.invoke(Shape.WORD, backend.processSymbol("fegetenv"), 0, address);
            environment.putInt(CONTROL, FLUSHING);
            backend.invoke(Shape.WORD, backend.processSymbol("fesetenv"), 0, address);
        }
    }

    private interface Task<T> {

        T run() throws Exception;

    }

    @GuestContract(name = "demo.Floating", version = "1.0")
    interface Floating {

        @ContractFunction(0)
        int add(int a, int b);

        @ContractFunction(1)
        int flush();

        @ContractFunction(2)
        int roundUp();

        @ContractFunction(3)
        int unmask();

        @ContractFunction(4)
        int control();

        @ContractFunction(5)
        int flushIf(boolean flush);

        @ContractFunction(6)
        String flushedText(String text);

        @ContractFunction(7)
        void failFlushed();

    }

}
