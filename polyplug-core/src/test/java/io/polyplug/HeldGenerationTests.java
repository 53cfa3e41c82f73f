package io.polyplug;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

import ch.qos.logback.classic.Level;
import io.polyplug.contract.GuestContractId;
import io.polyplug.error.ReentrantCallException;
import io.polyplug.error.ReloadException;
import io.polyplug.ffi.NativeBackend;
import io.polyplug.hostapi.HostApiGuest;
import io.polyplug.jna.JnaBackend;
import io.polyplug.testing.CapturedLog;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.entry;

/**
 * Calls that do not end: whom they hold up, whom not, and who is told.
 */
@Timeout(300)
class HeldGenerationTests {

    private static final Duration NEVER = Duration.ofDays(1);

    private Duration reloadWait = NEVER;

    @RegisterExtension
    final Stage stage = new Stage((builder) -> builder.reloadWait(this.reloadWait));

    @Test
    @DisplayName("W-27: a call that never returns in one bundle holds up neither reclamation nor reloads of another")
    void stuckCallHoldsUpNothingOfAnotherBundle() {
        this.stage.load("slow");
        this.stage.load("reload-v1");
        this.stage.load("marker");
        this.stage.runtime().contract(Plugins.Marker.class).version();
        HeldCall<Integer> stuck = this.stage.hold();
        for (int i = 0; i < 20; i++) {
            this.stage.runtime().reloadBundle(this.stage.bundle((i % 2 == 0) ? "reload-v2" : "reload-v1"));
            assertThat(this.stage.answering().answer()).isEqualTo((i % 2 == 0) ? 200 : 100);
        }
        this.stage.runtime().unloadBundle("marker");
        this.stage.letTheReclaimerWork();
        assertThat(this.stage.reclaimed("reload")).hasSize(20);
        assertThat(this.stage.reclaimed("marker")).hasSize(1);
        assertThat(this.stage.runtime().statistics().holders()).isEmpty();
        assertThat(stuck.release()).isEqualTo(100);
    }

    @Test
    @DisplayName("a stuck call holds every later generation of its own bundle, and statistics say who it is")
    void statisticsTellWhoHoldsWhat() {
        this.stage.load("slow");
        HeldCall<Integer> stuck = this.stage.hold("stuck-caller",
                this.stage.runtime().contract(Plugins.Slow.class)::hold);
        this.stage.runtime().reloadBundle(this.stage.bundle("slow-v2"));
        this.stage.runtime().reloadBundle(this.stage.bundle("slow"));
        this.stage.letTheReclaimerWork();

        RuntimeStatistics statistics = this.stage.runtime().statistics();
        assertThat(statistics.retiredGenerations()).isEqualTo(2);
        assertThat(statistics.retiredByBundle()).containsExactly(entry("slow", List.of(1L, 2L)));
        assertThat(statistics.activePins()).isEqualTo(1);
        assertThat(statistics.holders()).hasSize(2).allSatisfy((holder) -> {
            assertThat(holder.bundleName()).isEqualTo("slow");
            assertThat(holder.contract()).isEqualTo("demo.Slow");
            assertThat(holder.thread()).contains("stuck-caller");
            assertThat(holder.age()).isPositive();
        });
        assertThat(statistics.holders()).extracting(Holder::generation).containsExactly(1L, 2L);
        Duration age = statistics.holders().get(0).age();
        this.stage.letTheReclaimerWork();
        assertThat(this.stage.runtime().statistics().holders().get(0).age()).isGreaterThan(age);

        assertThat(stuck.release()).isEqualTo(100);
        this.stage.awaitReclamation();
        statistics = this.stage.runtime().statistics();
        assertThat(statistics.holders()).isEmpty();
        assertThat(statistics.retiredGenerations()).isZero();
        assertThat(statistics.retiredByBundle()).isEmpty();
        assertThat(statistics.activePins()).isZero();
    }

    @Test
    @DisplayName("a guard is told as a holder of everything retired while it is open, with its thread")
    void guardIsToldAsAHolder() {
        this.stage.load("slow");
        this.stage.load("reload-v1");
        EpochGuard guard = this.stage.runtime().pin();
        this.stage.runtime().reloadBundle(this.stage.bundle("slow-v2"));
        this.stage.runtime().unloadBundle("reload");
        assertThat(this.stage.runtime().statistics().retiredByBundle()).containsOnly(entry("slow", List.of(1L)),
                entry("reload", List.of(1L)));
        assertThat(this.stage.runtime().statistics().holders()).extracting(Holder::bundleName)
            .containsExactly("slow", "reload");
        assertThat(this.stage.runtime().statistics().holders()).allSatisfy((holder) -> {
            assertThat(holder.contract()).isEqualTo("(guard)");
            assertThat(holder.thread()).contains(Thread.currentThread().getName());
        });
        guard.close();
        this.stage.awaitReclamation();
    }

    @Test
    @DisplayName("W-27: a guest that makes an instance through a table it holds is told as a holder, and no pin is needed")
    void useThroughAGuestsTableIsToldAsAHolder() {
        this.stage.load("slow");
        this.stage.load("hostapi");
        HostApiGuest guest = this.stage.runtime().contract(HostApiGuest.class);
        long host = guest.table(0);
        long slow = guest.resolve(
                this.stage.runtime().findGuestContract(GuestContractId.of("demo.Slow", 1), 0).orElseThrow().packed());
        HeldCall<Long> making = this.stage.hold("a-guests-thread",
                (entered, release) -> makeInstance(host, slow, entered, release));
        this.stage.runtime().reloadBundle(this.stage.bundle("slow-v2"));
        this.stage.letTheReclaimerWork();

        RuntimeStatistics statistics = this.stage.runtime().statistics();
        assertThat(statistics.activePins()).isZero();
        assertThat(statistics.retiredGenerations()).isEqualTo(1);
        assertThat(statistics.holders()).singleElement().satisfies((holder) -> {
            assertThat(holder.bundleName()).isEqualTo("slow");
            assertThat(holder.generation()).isEqualTo(1);
            assertThat(holder.contract()).isEqualTo("demo.Slow");
            assertThat(holder.thread()).contains("a-guests-thread");
            assertThat(holder.age()).isPositive();
        });
        assertThat(making.isInside()).isTrue();
        assertThat(making.release()).isNotZero();
        this.stage.awaitReclamation();
        assertThat(this.stage.runtime().statistics().holders()).isEmpty();
        assertThat(this.stage.reclaimed("slow")).containsExactly(1L);
    }

    /** As a thread of a guest does: create_guest_instance without any pin. */
    private static long makeInstance(long host, long table, long entered, long release) {
        NativeBackend backend = new JnaBackend();
        long flags = backend.require(4 * Long.BYTES, Long.BYTES);
        try {
            backend.putWord(flags, entered);
            backend.putWord(flags + 8, release);
            backend.invoke(NativeBackend.Shape.VOID, backend.getWord(host + 152), 0, host, table, flags, flags + 16);
            return backend.getWord(flags + 16);
        }
        finally {
            backend.free(flags);
            backend.close();
        }
    }

    @Test
    @DisplayName("W-27: a generation that is held for long is told once, with who holds it")
    void generationHeldForLongIsTold() {
        try (CapturedLog log = CapturedLog.of("polyplug.runtime")) {
            log.setLevel(Level.WARN);
            PolyplugRuntime runtime = this.stage.another((builder) -> builder.heldWarning(Duration.ofMillis(30)));
            runtime.loadBundle(this.stage.bundle("slow"));
            HeldCall<Integer> stuck = this.stage.hold("stuck-caller", runtime.contract(Plugins.Slow.class)::hold);
            runtime.reloadBundle("slow");
            awaitLines(log, 1);
            EpochGuard guard = runtime.pin();
            runtime.reloadBundle("slow");
            awaitLines(log, 2);
            guard.close();
            assertThat(stuck.release()).isEqualTo(100);
            assertThat(runtime.awaitReclamation(Duration.ofSeconds(60))).isTrue();
            assertThat(log.lines()).hasSize(2);
            assertThat(log.lines().get(0)).startsWith("WARN generation 1 of bundle 'slow' went ")
                .contains("1 of its instances live", "held by 'demo.Slow' on thread 'stuck-caller' for ");
            assertThat(log.lines().get(1)).startsWith("WARN generation 2 of bundle 'slow' went ")
                .contains("'demo.Slow' on thread 'stuck-caller' for ",
                        "'(guard)' on thread '" + Thread.currentThread().getName() + "' for ");
        }
    }

    private static void awaitLines(CapturedLog log, int count) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (log.lines().size() < count) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("Not told: " + log.lines());
            }
            LockSupport.parkNanos(100_000);
        }
    }

    @Test
    @DisplayName("past eight held generations a reload fails after its time limit, with no phase, and names the cure")
    void reloadPastEightHeldGenerationsFailsAfterItsTimeLimit() {
        Duration limit = Duration.ofMillis(200);
        this.reloadWait = limit;
        this.stage.load("slow");
        HeldCall<Integer> stuck = this.stage.hold();
        reloadEightTimes();
        int told = this.stage.phases.size();

        long start = System.nanoTime();
        ReloadException failure = catchThrowableOfType(ReloadException.class,
                () -> this.stage.runtime().reloadBundle("slow"));

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(limit);
        assertThat(failure).hasMessageContaining("'slow'")
            .hasMessageContaining("8 retired")
            .hasMessageContaining("holders");
        assertThat(failure.isReentrant()).isFalse();
        assertThat(this.stage.phases.stream().skip(told).toList())
            .noneMatch((each) -> !(each instanceof ReloadPhase.Reclaimed));
        assertThat(this.stage.runtime().contract(Plugins.Slow.class).version()).isEqualTo(100);
        assertThat(this.stage.runtime().statistics().retiredGenerations()).isEqualTo(8);
        assertThat(this.stage.privateCopies()).as("the attempt left no copy").hasSize(9);

        assertThat(stuck.release()).isEqualTo(100);
        this.stage.awaitReclamation();
        assertThat(this.stage.runtime().reloadBundle("slow").generation()).isEqualTo(10);
    }

    @Test
    @DisplayName("a reload that waits for room holds no lock: others load, reload and unload; it goes on when there is"
            + " room")
    void reloadThatWaitsForRoomHoldsNoLock() {
        PolyplugRuntime runtime = this.stage.another((builder) -> builder.reloadWait(NEVER));
        runtime.loadBundle(this.stage.bundle("slow"));
        HeldCall<Integer> stuck = this.stage.hold("stuck", runtime.contract(Plugins.Slow.class)::hold);
        for (int i = 0; i < 8; i++) {
            runtime.reloadBundle("slow");
        }
        AtomicReference<Thread> waiter = new AtomicReference<>();
        Crew waiting = Crew.startOne(() -> {
            waiter.set(Thread.currentThread());
            assertThat(runtime.reloadBundle("slow").generation()).isEqualTo(10);
        });
        awaitInside(waiter, "awaitRoomFor");

        runtime.loadBundle(this.stage.bundle("reload-v1"));
        runtime.reloadBundle(this.stage.bundle("reload-v2"));
        runtime.unloadBundle("reload");
        assertThat(runtime.bundle("slow").orElseThrow().generation()).isEqualTo(9);

        assertThat(stuck.release()).isEqualTo(100);
        waiting.join();
    }

    private static void awaitInside(AtomicReference<Thread> thread, String method) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (thread.get() == null || Arrays.stream(thread.get().getStackTrace())
            .noneMatch((frame) -> frame.getMethodName().equals(method))) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("Never in " + method);
            }
            LockSupport.parkNanos(100_000);
        }
    }

    @Test
    @DisplayName("who is pinned never waits: past the bound its own reload fails at once, and so do waiting and closing")
    void whoIsPinnedNeverWaits() {
        PolyplugRuntime runtime = this.stage.another((builder) -> builder.reloadWait(NEVER).drainTimeout(NEVER));
        runtime.loadBundle(this.stage.bundle("reload-v1"));
        EpochGuard guard = runtime.pin();
        for (int i = 0; i < 8; i++) {
            runtime.reloadBundle("reload");
        }
        ReloadException failure = catchThrowableOfType(ReloadException.class, () -> runtime.reloadBundle("reload"));
        assertThat(failure).hasMessageContaining("8 retired").hasMessageContaining("another thread");
        assertThat(failure.isReentrant()).isTrue();
        assertThatExceptionOfType(ReentrantCallException.class).isThrownBy(() -> runtime.awaitReclamation(NEVER));
        assertThatExceptionOfType(ReentrantCallException.class).isThrownBy(runtime::close);
        guard.close();
        assertThat(runtime.reloadBundle("reload").generation()).isEqualTo(10);
    }

    @Test
    @DisplayName("who is pinned only tries the life-cycle lock, and is refused while another thread has it")
    void whoIsPinnedOnlyTriesTheLock() throws InterruptedException {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        PolyplugRuntime runtime = this.stage.another((builder) -> builder.onReload((phase) -> {
            if (phase instanceof ReloadPhase.Preparing) {
                inside.countDown();
                await(leave);
            }
        }));
        runtime.loadBundle(this.stage.bundle("reload-v1"));
        Crew other = Crew.startOne(() -> runtime.reloadBundle("reload"));
        assertThat(inside.await(60, TimeUnit.SECONDS)).isTrue();
        EpochGuard guard = runtime.pin();
        ReloadException refused = catchThrowableOfType(ReloadException.class, () -> runtime.reloadBundle("reload"));
        assertThat(refused.isReentrant()).isTrue();
        assertThatExceptionOfType(ReentrantCallException.class)
            .isThrownBy(() -> runtime.loadBundle(this.stage.bundle("slow")));
        assertThatExceptionOfType(ReentrantCallException.class).isThrownBy(() -> runtime.unloadBundle("reload"));
        leave.countDown();
        other.join();
        assertThat(runtime.reloadBundle("reload").generation()).as("the lock is free again").isEqualTo(3);
        guard.close();
    }

    private void reloadEightTimes() {
        for (int i = 0; i < 8; i++) {
            this.stage.runtime().reloadBundle(this.stage.bundle((i % 2 == 0) ? "slow-v2" : "slow"));
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        }
        catch (InterruptedException ex) {
            throw new AssertionError(ex);
        }
    }

}
