package io.polyplug;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;

import io.polyplug.contract.ContractFunction;
import io.polyplug.contract.GuestContract;
import io.polyplug.fixtures.NativeFixtures;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Calls that wait for the machine of a script are counted, whoever makes them.
 */
@Timeout(300)
class MachineWaitTests {

    private static final Duration LONGEST = Duration.ofSeconds(60);

    private static final String BUNDLE = "machine-script";

    /** An engine is never closed, so it lies where no test looks for what is left. */
    @TempDir
    private static Path engines;

    private static Path engine;

    @RegisterExtension
    final Stage stage = new Stage((builder) -> builder.engine("lua", EngineSettings.of(engine)));

    @BeforeAll
    static void writeEngine() {
        engine = NativeFixtures.engineTo("lua", engines);
    }

    private MachineStatistics machines() {
        List<MachineStatistics> all = this.stage.runtime().statistics().machines();
        assertThat(all).singleElement().satisfies((each) -> assertThat(each.bundleName()).isEqualTo(BUNDLE));
        return all.get(0);
    }

    private static CompletableFuture<Integer> call(IntSupplier call) {
        CompletableFuture<Integer> answer = new CompletableFuture<>();
        Thread caller = new Thread(() -> {
            try {
                answer.complete(call.getAsInt());
            }
            catch (Throwable ex) {
                answer.completeExceptionally(ex);
            }
        }, "waiting");
        caller.setDaemon(true);
        caller.start();
        return answer;
    }

    private void awaitWaiting(int count) {
        long deadline = System.nanoTime() + LONGEST.toNanos();
        while (machines().waiting() != count) {
            assertThat(System.nanoTime()).as("%d calls wait", count).isLessThan(deadline);
            LockSupport.parkNanos(100_000);
        }
    }

    /** Has a call wait for one that is held, and returns how long it did at the least. */
    private long await(Machine script, IntSupplier waiting, int expected) throws Exception {
        try (HeldCall<Integer> held = HeldCall.enter("held-call", script::hold)) {
            CompletableFuture<Integer> answer = call(waiting);
            awaitWaiting(1);
            long seen = System.nanoTime();
            assertThat(machines().busy()).isEqualTo(1);
            assertThat(answer).isNotDone();
            long atLeast = System.nanoTime() - seen;
            assertThat(held.release()).isEqualTo(1);
            assertThat(answer.get(LONGEST.toSeconds(), TimeUnit.SECONDS)).isEqualTo(expected);
            return atLeast;
        }
    }

    @Test
    @DisplayName("a call that finds the machine free is not counted; one that waits is, with its time; a reload forgets none")
    void javaWaits() throws Exception {
        this.stage.load(BUNDLE);
        Machine script = this.stage.runtime().contract(Machine.class);
        for (int i = 0; i < 1000; i++) {
            assertThat(script.add(i, 2)).isEqualTo(i + 2);
        }
        assertThat(machines()).isEqualTo(new MachineStatistics(BUNDLE, 1, 0, 0, 0, Duration.ZERO));
        long first = await(script, () -> script.add(3, 5), 8);
        assertThat(machines().waits()).isEqualTo(1);
        assertThat(machines().waited()).isGreaterThanOrEqualTo(Duration.ofNanos(first));
        Duration waited = machines().waited();
        this.stage.runtime().reloadBundle(BUNDLE);
        this.stage.awaitReclamation();
        assertThat(machines()).isEqualTo(new MachineStatistics(BUNDLE, 1, 0, 0, 1, waited));
        await(script, () -> script.add(3, 6), 9);
        assertThat(machines().waits()).isEqualTo(2);
        assertThat(machines().waited()).isGreaterThan(waited);
    }

    @Test
    @DisplayName("a call that waited for a generation which was replaced is counted, once, although it was let in by the next")
    void waitsAcrossAReload() throws Exception {
        this.stage.load(BUNDLE);
        Machine script = this.stage.runtime().contract(Machine.class);
        try (HeldCall<Integer> held = HeldCall.enter("held-call", script::hold)) {
            CompletableFuture<Integer> answer = call(() -> script.add(3, 5));
            awaitWaiting(1);
            this.stage.runtime().reloadBundle(BUNDLE);
            assertThat(answer.get(LONGEST.toSeconds(), TimeUnit.SECONDS)).isEqualTo(8);
            assertThat(held.isInside()).isTrue();
            assertThat(machines()).returns(2, MachineStatistics::machines).returns(1L, MachineStatistics::waits);
            held.release();
        }
    }

    @Test
    @DisplayName("a library that waits for the script is counted as Java is")
    void guestsWait() throws Exception {
        this.stage.load(BUNDLE);
        this.stage.load("machine-caller");
        Machine script = this.stage.runtime().contract(Machine.class);
        MachineCaller caller = this.stage.runtime().contract(MachineCaller.class);
        assertThat(caller.add(1, 2)).isEqualTo(3);
        assertThat(machines().waits()).isZero();
        long atLeast = await(script, () -> caller.add(3, 5), 8);
        assertThat(machines().waits()).isEqualTo(1);
        assertThat(machines().waited()).isGreaterThanOrEqualTo(Duration.ofNanos(atLeast));
    }

    /** What the script provides. */
    @GuestContract(name = "demo.Machine", version = "1.0.0")
    interface Machine {

        @ContractFunction(0)
        int add(int a, int b);

        @ContractFunction(8)
        int hold(long entered, long release);

    }

    /** What the fixture {@code machine-caller} provides. */
    @GuestContract(name = "demo.MachineCaller", version = "1.0.0")
    interface MachineCaller {

        @ContractFunction(1)
        int add(int a, int b);

    }

}
