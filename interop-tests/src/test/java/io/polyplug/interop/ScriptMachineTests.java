package io.polyplug.interop;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import ch.qos.logback.classic.spi.ILoggingEvent;
import io.polyplug.Holder;
import io.polyplug.MachineStatistics;
import io.polyplug.PolyplugRuntime;
import io.polyplug.error.GuestCallException;
import io.polyplug.interop.Contracts.Desk;
import io.polyplug.interop.Contracts.Everything;
import io.polyplug.interop.Contracts.Relay;
import io.polyplug.testing.CapturedLog;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Calls that are in a script, and calls that wait for it.
 */
@Timeout(120)
class ScriptMachineTests {

    private static final long LONGEST = TimeUnit.SECONDS.toNanos(60);

    @RegisterExtension
    final ScriptStage stage = new ScriptStage();

    private final CountDownLatch released = new CountDownLatch(1);

    private volatile UnaryOperator<String> onGreeting = UnaryOperator.identity();

    private volatile Runnable onAdding = () -> {
    };

    private Relay load(Engine engine, int instances) {
        PolyplugRuntime runtime = this.stage.runtime(engine, instances);
        runtime.registerHostContract(Desk.class, new FrontDesk());
        runtime.loadBundle(this.stage.withoutEngines().bundle("peer"));
        runtime.loadBundle(this.stage.bundle(engine, "relay"));
        return runtime.contract(Relay.class);
    }

    @AfterEach
    void release() {
        this.released.countDown();
    }

    private static String name(Engine engine) {
        return engine.folder() + "-relay";
    }

    private MachineStatistics machines(Engine engine) {
        return this.stage.runtime(engine)
            .statistics()
            .machines()
            .stream()
            .filter((each) -> each.bundleName().equals(name(engine)))
            .findFirst()
            .orElseThrow();
    }

    /** Returns how many machines there are, are busy, and how many calls wait. */
    private List<Integer> counts(Engine engine) {
        MachineStatistics now = machines(engine);
        return List.of(now.machines(), now.busy(), now.waiting());
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + LONGEST;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - deadline).isNegative();
            LockSupport.parkNanos(1_000_000);
        }
    }

    /** Has the next call of the script stay in it, on a thread of its own. */
    private CompletableFuture<String> hold(Relay relay) {
        CountDownLatch inside = new CountDownLatch(1);
        this.onGreeting = (name) -> {
            inside.countDown();
            awaitQuietly(this.released);
            return name;
        };
        CompletableFuture<String> call = call("held", () -> relay.greet("Ada"));
        awaitQuietly(inside);
        this.onGreeting = UnaryOperator.identity();
        return call;
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            assertThat(latch.await(LONGEST, TimeUnit.NANOSECONDS)).isTrue();
        }
        catch (InterruptedException ex) {
            throw new IllegalStateException(ex);
        }
    }

    private static <T> CompletableFuture<T> call(String thread, Supplier<T> call) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread caller = new Thread(() -> {
            try {
                result.complete(call.get());
            }
            catch (Throwable ex) {
                result.completeExceptionally(ex);
            }
        }, thread);
        caller.setDaemon(true);
        caller.start();
        return result;
    }

    @ParameterizedTest
    @EnumSource
    void whoWaitsForAScriptIsCounted(Engine engine) throws Exception {
        Relay relay = load(engine, 1);
        assertThat(counts(engine)).containsExactly(1, 0, 0);
        CompletableFuture<String> held = hold(relay);
        CompletableFuture<Long> waiting = call("waiting", () -> relay.add(1, 2));
        await(() -> counts(engine).equals(List.of(1, 1, 1)));
        assertThat(waiting.isDone()).isFalse();
        this.released.countDown();
        assertThat(waiting.get(LONGEST, TimeUnit.NANOSECONDS)).isEqualTo(3);
        assertThat(held.get(LONGEST, TimeUnit.NANOSECONDS)).isEqualTo("Ada");
        await(() -> counts(engine).equals(List.of(1, 0, 0)));
        assertThat(machines(engine).waits()).isEqualTo(1);
        assertThat(machines(engine).waited()).isPositive();
    }

    @ParameterizedTest
    @EnumSource
    void withTwoInstancesTwoCallsAreInTheScriptAtOnce(Engine engine) throws Exception {
        Relay relay = load(engine, 2);
        CyclicBarrier both = new CyclicBarrier(2);
        this.onGreeting = (name) -> {
            try {
                both.await(LONGEST, TimeUnit.NANOSECONDS);
                return name;
            }
            catch (Exception ex) {
                throw new IllegalStateException(ex);
            }
        };
        CompletableFuture<String> other = call("other", () -> relay.greet("Grace"));
        assertThat(relay.greet("Ada")).isEqualTo("Ada");
        assertThat(other.get(LONGEST, TimeUnit.NANOSECONDS)).isEqualTo("Grace");
        assertThat(machines(engine).machines()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "PYTHON")
    @DisplayName("a call that does not come back: a reload is done at once, calls go to the new script, also those that"
            + " were waiting; statistics tell who holds the old one")
    void aReloadHelpsWhereACallHangs(Engine engine) throws Exception {
        Relay relay = load(engine, 1);
        PolyplugRuntime runtime = this.stage.runtime(engine);
        CompletableFuture<String> held = hold(relay);
        CompletableFuture<Long> waiting = call("waiting", () -> relay.add(1, 2));
        await(() -> machines(engine).waiting() == 1);
        this.stage.reload(engine, "relay");
        assertThat(waiting.get(LONGEST, TimeUnit.NANOSECONDS)).isEqualTo(3);
        assertThat(relay.greet("Grace")).isEqualTo("Grace");
        assertThat(held.isDone()).isFalse();
        assertThat(counts(engine)).containsExactly(2, 1, 0);
        await(() -> !holders(runtime).isEmpty());
        assertThat(holders(runtime)).singleElement().satisfies((holder) -> {
            assertThat(holder.contract()).isEqualTo("demo.relay");
            assertThat(holder.generation()).isEqualTo(1);
            assertThat(holder.thread()).isEqualTo(Optional.of("held"));
        });
        this.released.countDown();
        assertThat(held.get(LONGEST, TimeUnit.NANOSECONDS)).as("of the script in which it began").isEqualTo("Ada");
        this.stage.withoutEngines().awaitReclamation();
        assertThat(counts(engine)).containsExactly(1, 0, 0);
    }

    private static List<Holder> holders(PolyplugRuntime runtime) {
        return runtime.statistics().holders();
    }

    @ParameterizedTest
    @EnumSource
    void aScriptIsNotEnteredTwiceByOneThread(Engine engine) {
        Relay relay = load(engine, 2);
        AtomicReference<@Nullable GuestCallException> refusal = new AtomicReference<>();
        this.onGreeting = (name) -> {
            try {
                relay.add(1, 2);
            }
            catch (GuestCallException ex) {
                refusal.set(ex);
            }
            return name;
        };
        assertThat(relay.greet("Ada")).isEqualTo("Ada");
        assertThat(refusal.get()).isNotNull()
            .satisfies((ex) -> assertThat(ex.code()).isEqualTo(9))
            .hasMessageContaining("'" + name(engine) + "'");
        assertThat(relay.add(1, 2)).isEqualTo(3);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "PYTHON")
    @DisplayName("a call from within a compiled one is refused as well, and the script can be called after that")
    void aScriptIsNotEnteredTwiceFromACompiledCall(Engine engine) {
        Relay relay = load(engine, 2);
        AtomicReference<@Nullable GuestCallException> refusal = new AtomicReference<>();
        this.onAdding = () -> {
            if (isCompiled() && refusal.get() == null) {
                refusal.set(catchThrowableOfType(GuestCallException.class, () -> relay.greet("Ada")));
            }
        };
        addUntil(relay, () -> refusal.get() != null);
        assertThat(refusal.get().code()).isEqualTo(9);
        this.onAdding = () -> {
        };
        assertThat(relay.greet("Ada")).isEqualTo("Ada");
        assertThat(counts(engine)).containsExactly(2, 0, 0);
    }

    /** Returns whether the innermost call of a script on this thread is compiled. */
    private static boolean isCompiled() {
        return StackWalker.getInstance()
            .walk((frames) -> frames.map(StackWalker.StackFrame::getClassName)
                .filter((name) -> name.equals("io.polyplug.proxy.GuestCall")
                        || name.equals("io.polyplug.compiler.HomeFunction"))
                .findFirst())
            .orElseThrow()
            .equals("io.polyplug.compiler.HomeFunction");
    }

    /** Calls until something is so. A few calls every now and then are not compiled. */
    private static void addUntil(Relay relay, BooleanSupplier condition) {
        await(() -> {
            assertThat(relay.add(1, 2)).isEqualTo(3);
            return condition.getAsBoolean();
        });
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "PYTHON")
    @DisplayName("calls with numbers are compiled, after the first ones, and counted like others")
    void callsAreCompiled(Engine engine) {
        Relay relay = load(engine, 1);
        AtomicInteger compiled = new AtomicInteger();
        AtomicInteger calls = new AtomicInteger();
        this.onAdding = () -> {
            calls.incrementAndGet();
            compiled.addAndGet(isCompiled() ? 1 : 0);
        };
        addUntil(relay, () -> compiled.get() >= 100);
        assertThat(this.stage.runtime(engine)
            .statistics()
            .calls()
            .stream()
            .filter((each) -> each.bundleName().equals(name(engine)))
            .mapToLong((each) -> each.calls())
            .sum()).isEqualTo(calls.get());
    }

    @ParameterizedTest
    @CsvSource({ "LUA, 1", "LUA, 2", "JAVASCRIPT, 1", "JAVASCRIPT, 2" })
    @DisplayName("while compiled calls are in all machines, one more waits and is in none of them")
    void aCompiledCallKeepsOthersOut(Engine engine, int instances) throws Exception {
        Relay relay = load(engine, instances);
        AtomicInteger inside = new AtomicInteger();
        this.onAdding = () -> {
            if (inside.get() < instances && isCompiled() && inside.incrementAndGet() <= instances) {
                awaitQuietly(this.released);
            }
        };
        List<CompletableFuture<Void>> held = new ArrayList<>();
        for (int i = 1; i <= instances; i++) {
            int count = i;
            held.add(call("held-" + i, () -> {
                addUntil(relay, () -> inside.get() >= count);
                return null;
            }));
            await(() -> inside.get() == count);
        }
        CompletableFuture<Long> waiting = call("waiting", () -> relay.add(1, 2));
        await(() -> counts(engine).equals(List.of(instances, instances, 1)));
        assertThat(waiting.isDone()).isFalse();
        this.released.countDown();
        assertThat(waiting.get(LONGEST, TimeUnit.NANOSECONDS)).isEqualTo(3);
        for (CompletableFuture<Void> each : held) {
            each.get(LONGEST, TimeUnit.NANOSECONDS);
        }
        await(() -> counts(engine).equals(List.of(instances, 0, 0)));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "PYTHON")
    @DisplayName("a compiled call ends in the script in which it began: a reload does not wait for it, and the script's"
            + " machine does not go before")
    void aReloadKeepsTheScriptOfACompiledCall(Engine engine) throws Exception {
        Relay relay = load(engine, 1);
        CountDownLatch inside = new CountDownLatch(1);
        this.onAdding = () -> {
            if (inside.getCount() > 0 && isCompiled()) {
                inside.countDown();
                awaitQuietly(this.released);
            }
        };
        CompletableFuture<Void> held = call("held", () -> {
            addUntil(relay, () -> inside.getCount() == 0);
            return null;
        });
        awaitQuietly(inside);
        this.stage.reload(engine, "relay");
        addUntil(relay, () -> true);
        await(() -> !holders(this.stage.runtime(engine)).isEmpty());
        assertThat(holders(this.stage.runtime(engine))).singleElement()
            .satisfies((holder) -> assertThat(holder.thread()).isEqualTo(Optional.of("held")));
        assertThat(machines(engine).machines()).isEqualTo(2);
        assertThat(held.isDone()).isFalse();
        this.released.countDown();
        held.get(LONGEST, TimeUnit.NANOSECONDS);
        this.stage.withoutEngines().awaitReclamation();
        assertThat(counts(engine)).containsExactly(1, 0, 0);
    }

    @ParameterizedTest
    @EnumSource
    void whatAScriptLogsHasItsName(Engine engine) {
        this.stage.load(engine, "everything");
        Everything everything = this.stage.runtime(engine).contract(Everything.class);
        try (CapturedLog log = CapturedLog.of("polyplug.guest." + engine.folder() + "-everything")) {
            try {
                everything.fail(7, "no");
            }
            catch (GuestCallException ex) {
                assertThat(log.events()).extracting(ILoggingEvent::getFormattedMessage)
                    .contains("[guest.everything] about to fail with 7");
                return;
            }
        }
        throw new AssertionError("It did not fail");
    }

    private final class FrontDesk implements Desk {

        @Override
        public String greet(String name) {
            return ScriptMachineTests.this.onGreeting.apply(name);
        }

        @Override
        public long add(int a, long b) {
            ScriptMachineTests.this.onAdding.run();
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
