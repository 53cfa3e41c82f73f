package io.polyplug;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

import io.polyplug.contract.GuestContractHandle;
import io.polyplug.error.BundleLoadException;
import io.polyplug.error.PolyplugException;
import io.polyplug.error.RuntimeClosedException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * The end of a runtime: calls in flight end, everything else goes, and what cannot go is
 * left rather than torn from under a call.
 */
@Timeout(300)
class CloseTests {

    @RegisterExtension
    final Stage stage = new Stage();

    @Test
    @DisplayName("W-15: closing drains: the call in flight ends normally, later ones are refused, and nothing is left")
    void closingDrainsCallsInFlight() {
        this.stage.leaveMarks(this.stage.bundle("marker"));
        this.stage.load("slow");
        this.stage.load("marker");
        Plugins.Slow slow = this.stage.runtime().contract(Plugins.Slow.class);
        this.stage.runtime().contract(Plugins.Marker.class).version();
        HeldCall<String> held = this.stage.hold("held", slow::holdText);
        AtomicReference<Thread> closer = new AtomicReference<>();
        Crew closing = Crew.startOne(() -> {
            closer.set(Thread.currentThread());
            this.stage.runtime().close();
        });
        awaitRefusal(slow);
        assertThat(held.isInside()).isTrue();
        assertThat(closer.get().isAlive()).isTrue();

        assertThat(held.release()).isEqualTo("held by 100");
        closing.join();
        assertThat(this.stage.mappedLibraries()).isEmpty();
        assertThat(this.stage.work()).isEmptyDirectory();
        assertThat(this.stage.marks("destroyed")).hasSize(1);
        assertThat(this.stage.marks("closed")).hasSize(1);
        assertThat(this.stage.reclaimed("slow")).hasSize(1);
    }

    private static void awaitRefusal(Plugins.Slow slow) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (System.nanoTime() < deadline) {
            try {
                assertThat(slow.version()).isEqualTo(100);
                LockSupport.parkNanos(100_000);
            }
            catch (RuntimeClosedException ex) {
                return;
            }
        }
        throw new AssertionError("Calls are not refused");
    }

    @Test
    @DisplayName("after closing everything is refused as closed, and proxies still are objects")
    void everythingIsRefusedAfterClosing() {
        this.stage.load("reload-v1");
        PolyplugRuntime runtime = this.stage.runtime();
        Plugins.Answering answering = this.stage.answering();
        Plugins.Answering unbound = runtime.contract(Plugins.Answering.class, "never there");
        GuestContractHandle handle = this.stage.resolvable();
        EpochGuard guard = runtime.pin();
        guard.close();
        runtime.close();
        for (ThrowingCallable call : List.<ThrowingCallable>of(answering::answer, unbound::answer,
                () -> runtime.contract(Plugins.Answering.class), () -> runtime.contract(Plugins.Answering.class, "a"),
                () -> runtime.contracts(Plugins.Answering.class),
                () -> runtime.loadBundle(this.stage.bundle("reload-v1")),
                () -> runtime.loadBundles(this.stage.folder()), () -> runtime.reloadBundle("reload"),
                () -> runtime.reloadBundle(this.stage.bundle("reload-v1")), () -> runtime.rollbackBundle("reload"),
                () -> runtime.unloadBundle("reload"), () -> runtime.unloadBundleCascade("reload"), runtime::bundles,
                () -> runtime.bundle("reload"), () -> runtime.findGuestContract(Plugins.RELOAD_TEST, 0),
                () -> runtime.findAllGuestContracts(Plugins.RELOAD_TEST, 0), runtime::pin, runtime::revision,
                runtime::statistics, () -> runtime.awaitReclamation(Duration.ZERO),
                () -> runtime.registerHostContract(Plugins.Greeter.class, new NoGreeter()),
                () -> runtime.unregisterHostContract(Plugins.Greeter.class))) {
            assertThatExceptionOfType(RuntimeClosedException.class).isThrownBy(call).withMessageContaining("closed");
        }
        assertThat(catchThrowable(() -> runtime.resolve(handle, guard))).isNotNull();
        assertThat(runtime.backend()).isEqualTo(ExpectedBackend.name());
        assertThat(answering).hasToString(answering.toString()).isEqualTo(answering);
    }

    @Test
    @DisplayName("FF-10 FF-15: closing again, from any thread, does nothing")
    void closingAgainDoesNothing() {
        this.stage.load("reload-v1");
        Crew.run(4, (thread) -> this.stage.runtime().close());
        this.stage.runtime().close();
        assertThat(this.stage.reclaimed("reload")).hasSize(1);
    }

    @Test
    @DisplayName("a call that never ends: closing returns after the drain timeout, leaves its library mapped, and the"
            + " call still ends well")
    void stuckCallIsLeftWhatItUses() {
        this.stage.leaks();
        Duration limit = Duration.ofMillis(300);
        PolyplugRuntime runtime = this.stage.another((builder) -> builder.drainTimeout(limit));
        runtime.loadBundle(this.stage.bundle("slow"));
        HeldCall<String> stuck = this.stage.hold("stuck", runtime.contract(Plugins.Slow.class)::holdText);
        long start = System.nanoTime();
        runtime.close();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(limit);
        assertThat(this.stage.mappedLibraries()).singleElement()
            .satisfies((library) -> assertThat(library).contains("libslow.so"));
        assertThat(stuck.isInside()).isTrue();
        assertThat(stuck.release()).isEqualTo("held by 100");
        assertThatExceptionOfType(RuntimeClosedException.class).isThrownBy(() -> runtime.contract(Plugins.Slow.class));
    }

    @Test
    @DisplayName("while closing waits for a call, what no call uses is closed already")
    void whatNobodyUsesIsClosedWhileClosingWaits() throws InterruptedException {
        CountDownLatch reclaimed = new CountDownLatch(1);
        PolyplugRuntime runtime = this.stage.another((builder) -> builder.onReload((phase) -> {
            if (phase instanceof ReloadPhase.Reclaimed && phase.bundleName().equals("borrowing")) {
                reclaimed.countDown();
            }
        }));
        runtime.loadBundle(this.stage.bundle("slow"));
        runtime.loadBundle(this.stage.bundle("borrowing"));
        HeldCall<String> held = this.stage.hold("held", runtime.contract(Plugins.Slow.class)::holdText);
        Crew closing = Crew.startOne(runtime::close);
        assertThat(reclaimed.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(this.stage.mappedLibraries()).singleElement()
            .satisfies((library) -> assertThat(library).contains("libslow.so"));
        assertThat(held.isInside()).isTrue();
        assertThat(held.release()).isEqualTo("held by 100");
        closing.join();
        assertThat(this.stage.mappedLibraries()).isEmpty();
    }

    @Test
    @DisplayName("closing while 8 threads call: each call answers or is refused as closed")
    void callsDuringClosingAnswerOrAreRefused() {
        for (int i = 0; i < 10; i++) {
            PolyplugRuntime runtime = this.stage.another((builder) -> {
            });
            runtime.loadBundle(this.stage.bundle("allocating"));
            Plugins.Allocating allocating = runtime.contract(Plugins.Allocating.class);
            AtomicInteger refused = new AtomicInteger();
            try (Crew callers = Crew.repeating(8, (caller) -> {
                try {
                    assertThat(allocating.text(3)).isEqualTo("abc");
                }
                catch (RuntimeClosedException ex) {
                    refused.incrementAndGet();
                }
            })) {
                callers.awaitRounds(1);
                runtime.close();
                callers.awaitRounds(1);
            }
            assertThat(refused).hasValueGreaterThan(0);
        }
    }

    @Test
    @DisplayName("closing while threads load, reload and unload: each of these succeeds or is refused, and nothing is"
            + " left")
    void changesDuringClosingSucceedOrAreRefused() {
        this.stage.bundle("reload-v1");
        this.stage.bundle("reload-v2");
        for (int i = 0; i < 10; i++) {
            PolyplugRuntime runtime = this.stage.another((builder) -> {
            });
            runtime.loadBundle(this.stage.bundle("reload-v1"));
            try (Crew changers = Crew.repeating(3, (changer) -> {
                try {
                    switch (changer) {
                        case 0 -> runtime.reloadBundle(this.stage.bundle("reload-v2"));
                        case 1 -> runtime.rollbackBundle("reload");
                        default -> {
                            runtime.unloadBundle("reload");
                            runtime.loadBundle(this.stage.bundle("reload-v1"));
                        }
                    }
                }
                catch (PolyplugException ex) {
                    assertThat(ex).isNotInstanceOf(BundleLoadException.class);
                }
            })) {
                changers.awaitRounds(2);
                runtime.close();
            }
        }
        assertThat(this.stage.mappedLibraries()).isEmpty();
        assertThat(this.stage.work()).isEmptyDirectory();
    }

    @Test
    @DisplayName("an operation longer than the drain timeout: closing does not wait for it, and none gets in behind it")
    void closingDoesNotWaitForeverForAChange() throws InterruptedException {
        this.stage.leaks();
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        PolyplugRuntime runtime = this.stage
            .another((builder) -> builder.drainTimeout(Duration.ofMillis(100)).onReload((phase) -> {
                if (phase instanceof ReloadPhase.Preparing) {
                    inside.countDown();
                    await(leave);
                }
            }));
        runtime.loadBundle(this.stage.bundle("reload-v1"));
        AtomicReference<Throwable> first = new AtomicReference<>();
        Crew reloading = Crew.startOne(() -> first.set(catchThrowable(() -> runtime.reloadBundle("reload"))));
        assertThat(inside.await(60, TimeUnit.SECONDS)).isTrue();
        AtomicReference<Thread> waiter = new AtomicReference<>();
        AtomicReference<Throwable> second = new AtomicReference<>();
        Crew waiting = Crew.startOne(() -> {
            waiter.set(Thread.currentThread());
            second.set(catchThrowable(() -> runtime.unloadBundle("reload")));
        });
        awaitState(waiter, Thread.State.TIMED_WAITING);

        runtime.close();

        leave.countDown();
        reloading.join();
        waiting.join();
        assertThat(second.get()).isInstanceOf(RuntimeClosedException.class);
        assertThat(first.get()).as("what was under way when the runtime closed").isInstanceOf(PolyplugException.class);
    }

    private static void awaitState(AtomicReference<Thread> thread, Thread.State state) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (thread.get() == null || thread.get().getState() != state) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            LockSupport.parkNanos(100_000);
        }
    }

    @Test
    @DisplayName("a thread that is interrupted closes completely, and stays interrupted")
    void interruptedThreadClosesCompletely() {
        this.stage.load("reload-v1");
        this.stage.answering().answer();
        Thread.currentThread().interrupt();
        this.stage.runtime().close();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(this.stage.mappedLibraries()).isEmpty();
        assertThat(this.stage.reclaimed("reload")).hasSize(1);
    }

    @Test
    @DisplayName("no thread is left")
    void noThreadIsLeft() {
        Set<Thread> before = threads();
        this.stage.load("reload-v1");
        this.stage.runtime().reloadBundle("reload");
        Set<Thread> ours = new HashSet<>(threads());
        ours.removeAll(before);
        assertThat(ours).isNotEmpty();
        this.stage.runtime().close();
        List<String> left = new ArrayList<>();
        for (Thread thread : ours) {
            try {
                thread.join(60_000);
            }
            catch (InterruptedException ex) {
                throw new AssertionError(ex);
            }
            if (thread.isAlive()) {
                left.add(thread.getName());
            }
        }
        assertThat(left).isEmpty();
    }

    private static Set<Thread> threads() {
        Set<Thread> found = new HashSet<>(Thread.getAllStackTraces().keySet());
        found.removeIf((each) -> !each.getName().startsWith("polyplug-"));
        return found;
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        }
        catch (InterruptedException ex) {
            throw new AssertionError(ex);
        }
    }

    private static final class NoGreeter implements Plugins.Greeter {

        @Override
        public String greet(String name) {
            return name;
        }

        @Override
        public int add(int a, int b) {
            return 0;
        }

        @Override
        public void fail() {
        }

        @Override
        public String nest(String name) {
            return name;
        }

    }

}
