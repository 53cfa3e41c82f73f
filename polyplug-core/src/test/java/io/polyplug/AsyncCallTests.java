package io.polyplug;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.polyplug.async.AsyncPool;
import io.polyplug.async.AsyncPoolStatistics;
import io.polyplug.contract.ContractFunction;
import io.polyplug.contract.GuestContract;
import io.polyplug.error.CallRejectedException;
import io.polyplug.error.ContractUnavailableException;
import io.polyplug.error.GuestCallException;
import io.polyplug.error.PolyplugException;
import io.polyplug.error.RuntimeClosedException;
import io.polyplug.testing.MessageRules;
import io.polyplug.types.Everything;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.MDC;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Contract functions that return a future: on which threads, with which arguments, and
 * what becomes of those that wait.
 */
@Timeout(300)
class AsyncCallTests {

    private static final Duration LONGEST = Duration.ofSeconds(60);

    private static final ThreadLocal<String> USER = new ThreadLocal<>();

    @RegisterExtension
    final Stage stage = new Stage(
            (builder) -> builder.asyncPool(pool(1, 4, "calls-")).asyncContext((call, sources) -> carryUser(call)));

    private final Latch latch = new Latch();

    private static AsyncPool pool(int size, int queue, String prefix) {
        return new AsyncPool(size, queue, Duration.ofMinutes(5), prefix);
    }

    private static Runnable carryUser(Runnable call) {
        String user = USER.get();
        return () -> {
            USER.set(user);
            try {
                call.run();
            }
            finally {
                USER.remove();
            }
        };
    }

    @AfterEach
    void letGo() {
        this.latch.close();
        USER.remove();
        MDC.clear();
    }

    private PolyplugRuntime runtime() {
        return this.stage.runtime();
    }

    /** Keeps the one thread of the pool busy. */
    private CompletableFuture<Integer> hold() {
        if (runtime().bundle("slow").isEmpty()) {
            this.stage.load("slow");
        }
        CompletableFuture<Integer> held = runtime().contract(Slow.class)
            .hold(this.latch.entered(), this.latch.release());
        this.latch.awaitEntered();
        return held;
    }

    private Answering answering() {
        return runtime().contract(Answering.class);
    }

    private AsyncPoolStatistics pool() {
        return runtime().statistics().asyncPools().get(0);
    }

    private static Throwable failureOf(CompletionStage<?> stage) {
        Throwable failure = catchThrowable(() -> stage.toCompletableFuture().get(60, TimeUnit.SECONDS));
        assertThat(failure).isNotNull();
        return (failure.getCause() != null) ? failure.getCause() : failure;
    }

    private static <T> T valueOf(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(60, TimeUnit.SECONDS).join();
    }

    @Test
    @DisplayName("results of every kind arrive as those of plain calls, and so do failures")
    void resultsAndFailures() {
        this.stage.load("everything");
        Later later = runtime().contract(Later.class);
        assertThat(valueOf(later.add(2, 40))).isEqualTo(42L);
        assertThat(valueOf(later.greet("you"))).isEqualTo(runtime().contract(Everything.class).greet("you"));
        assertThat(valueOf(later.nothing())).isNull();
        assertThat(valueOf(later.negate(true))).isFalse();
        assertThat(valueOf(later.reverse(new byte[] { 1, 2 }))).containsExactly(2, 1);
        assertThat(valueOf(later.next8(Everything.Shade8.LIGHT))).isEqualTo(Everything.Shade8.DARK);
        assertThat(failureOf(later.failSaying("no"))).isInstanceOfSatisfying(GuestCallException.class,
                (ex) -> assertThat(ex.guestMessage()).isEqualTo("refused: no"));
        assertThat(failureOf(later.greet(null))).isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("null is not allowed here");
        assertThat(failureOf(later.oddBool())).isInstanceOf(GuestCallException.class);
        assertThat(failureOf(answering().answer())).isInstanceOf(ContractUnavailableException.class);
        assertThat(valueOf(later.twice("x"))).isEqualTo("x");
    }

    @Test
    @DisplayName("arrays, buffers and records with arrays are those of the moment of the call")
    void argumentsAreCopied() {
        this.stage.load("everything");
        CompletableFuture<Integer> held = hold();
        byte[] bytes = { 1, 2, 3 };
        byte[] inside = { 7, 8 };
        ByteBuffer buffer = ByteBuffer.allocateDirect(4).put(new byte[] { 9, 1, 1, 9 }).flip().position(1).limit(3);
        Later later = runtime().contract(Later.class);
        CompletionStage<Long> sum = later.sum(bytes);
        CompletionStage<Everything.Named> renamed = later.renamed(new Everything.Named("n", 1, inside));
        CompletionStage<Long> sumOfBuffer = runtime().contract(Buffers.class).sum(buffer);
        bytes[0] = 100;
        inside[0] = 100;
        buffer.clear().put(0, (byte) 50).put(1, (byte) 50);
        this.latch.close();
        assertThat(valueOf(held)).isEqualTo(100);
        assertThat(valueOf(sum)).isEqualTo(6L);
        assertThat(valueOf(sumOfBuffer)).isEqualTo(2L);
        byte[] before = { 7, 8 };
        assertThat(valueOf(renamed)).usingRecursiveComparison()
            .isEqualTo(runtime().contract(Everything.class).renamed(new Everything.Named("n", 1, before)));
    }

    @Test
    @DisplayName("a record that cannot be read fails the call, not whoever makes it")
    void unreadableRecordIsAFailure() {
        this.stage.load("everything");
        assertThat(failureOf(runtime().contract(Refusing.class).renamed(new Unreadable("n", 1, new byte[0]))))
            .isInstanceOf(IllegalStateException.class)
            .hasMessage("on purpose");
    }

    @Test
    @DisplayName("a thread may stay for ever")
    void threadsStayForEver() {
        PolyplugRuntime runtime = this.stage.another(
                (builder) -> builder.asyncPool(new AsyncPool(1, 1, Duration.ofSeconds(Long.MAX_VALUE), "for-ever-")));
        runtime.loadBundle(this.stage.bundle("reload-v1"));
        assertThat(valueOf(runtime.contract(Answering.class).answer())).isEqualTo(100);
    }

    @Test
    @DisplayName("the provider is chosen when the call runs")
    void providerIsChosenLate() {
        this.stage.load("reload-v1");
        hold();
        CompletionStage<Integer> answer = answering().answer();
        runtime().reloadBundle(this.stage.bundle("reload-v2"));
        assertThat(answer.toCompletableFuture()).isNotDone();
        this.latch.close();
        assertThat(valueOf(answer)).isEqualTo(200);
    }

    @Test
    @DisplayName("what waits for a bundle that is unloaded fails at once, while the threads are still busy")
    void unloadFailsWhatWaits() {
        this.stage.load("reload-v1");
        CompletableFuture<Integer> held = hold();
        List<CompletionStage<Integer>> waiting = List.of(answering().answer(),
                runtime().contract(Answering.class, "reload").answer());
        CompletionStage<Integer> other = runtime().contract(Slow.class).version();
        runtime().unloadBundle("reload");
        for (CompletionStage<Integer> each : waiting) {
            assertThat(failureOf(each)).isInstanceOfSatisfying(ContractUnavailableException.class,
                    (ex) -> assertThat(ex.contractName()).isEqualTo("reload.test"));
        }
        assertThat(held).isNotDone();
        this.latch.close();
        assertThat(valueOf(held)).isEqualTo(100);
        assertThat(valueOf(other)).as("of a bundle that stays").isEqualTo(100);
    }

    @Test
    @DisplayName("what waits goes to another provider where there is one")
    void unloadLeavesWhatOthersProvide() {
        this.stage.load("reload-v1");
        runtime().loadBundle(this.stage.renamed("reload-v2", "other"));
        hold();
        CompletionStage<Integer> answer = answering().answer();
        runtime().unloadBundle("reload");
        this.latch.close();
        assertThat(valueOf(answer)).isEqualTo(200);
    }

    @Test
    @DisplayName("closing fails what waits, and lets end what has begun")
    void closeFailsWhatWaits() throws InterruptedException {
        CompletableFuture<Integer> held = hold();
        CompletionStage<Integer> waiting = runtime().contract(Slow.class).version();
        Slow slow = runtime().contract(Slow.class);
        Thread closing = new Thread(runtime()::close, "closing");
        closing.start();
        Throwable failure = failureOf(waiting);
        assertThat(failure).isInstanceOf(RuntimeClosedException.class)
            .hasMessageContaining("'demo.Slow' was not called: its polyplug runtime was closed before");
        assertThat(held).isNotDone();
        this.latch.close();
        assertThat(valueOf(held)).isEqualTo(100);
        closing.join();
        assertThat(failureOf(slow.version())).isInstanceOf(RuntimeClosedException.class);
        assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
            .noneMatch((name) -> name.startsWith("calls-"));
    }

    @Test
    @DisplayName("a runtime can be closed by what runs after one of its calls")
    void closedByItsOwnThread() {
        CompletableFuture<Integer> held = hold();
        PolyplugRuntime runtime = runtime();
        CompletableFuture<Void> closed = held.thenRun(runtime::close);
        this.latch.close();
        assertThat(valueOf(closed)).isNull();
        assertThat(catchThrowable(runtime::bundles)).isInstanceOf(RuntimeClosedException.class);
    }

    @Test
    @DisplayName("what is cancelled, or completed otherwise, before it began is dropped and makes room")
    void cancelledCallsAreDropped() {
        this.stage.load("everything");
        hold();
        Later later = runtime().contract(Later.class);
        long before = runtime().contract(Everything.class).calls();
        CompletableFuture<Void> cancelled = later.nothing();
        CompletableFuture<Void> completed = later.nothing();
        assertThat(pool().queued()).isEqualTo(2);
        assertThat(cancelled.cancel(true)).isTrue();
        assertThat(completed.complete(null)).isTrue();
        assertThat(pool().queued()).isZero();
        CompletableFuture<Void> last = later.nothing();
        this.latch.close();
        assertThat(valueOf(last)).isNull();
        assertThat(runtime().contract(Everything.class).calls()).isEqualTo(before + 1);
    }

    @Test
    @DisplayName("what is cancelled is not made, even while what was added to its result is still being told")
    void cancelledCallIsNotMadeMeanwhile() {
        this.stage.load("everything");
        hold();
        Later later = runtime().contract(Later.class);
        long before = runtime().contract(Everything.class).calls();
        CompletableFuture<Void> cancelled = later.nothing();
        CompletableFuture<Void> last = later.nothing();
        CompletableFuture<Void> told = cancelled.whenComplete((value, failure) -> {
            this.latch.close();
            assertThat(valueOf(last)).isNull();
        });
        assertThat(cancelled.cancel(true)).isTrue();
        assertThat(failureOf(told)).isInstanceOf(CancellationException.class);
        assertThat(runtime().contract(Everything.class).calls()).isEqualTo(before + 1);
    }

    @Test
    @DisplayName("cancelling what runs does not interrupt native code, nor its thread")
    void cancellingDoesNotInterrupt() {
        CompletableFuture<Integer> held = hold();
        List<String> interrupted = new ArrayList<>();
        CompletionStage<Integer> next = runtime().contract(Slow.class).version().thenApply((version) -> {
            interrupted.add(Thread.currentThread().getName() + " " + Thread.currentThread().isInterrupted());
            return version;
        });
        assertThat(held.cancel(true)).isTrue();
        assertThat(pool().active()).isEqualTo(1);
        assertThat(runtime().statistics().activePins()).isEqualTo(1);
        this.latch.close();
        assertThat(valueOf(next)).isEqualTo(100);
        assertThat(interrupted).containsExactly("calls-1 false");
    }

    @Test
    @DisplayName("what finds the queue full is refused by name, and counted")
    void fullQueueRefuses() {
        hold();
        Slow slow = runtime().contract(Slow.class);
        List<CompletionStage<Integer>> waiting = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            waiting.add(slow.version());
        }
        Throwable refusal = failureOf(slow.version());
        assertThat(refusal)
            .isInstanceOfSatisfying(CallRejectedException.class,
                    (ex) -> assertThat(ex.contractName()).isEqualTo("demo.Slow"))
            .hasMessageContaining("all 1 threads 'calls-' are busy, and 4 calls wait");
        MessageRules.check(refusal.getMessage(), this.stage.work(), "slow");
        assertThat(pool()).isEqualTo(new AsyncPoolStatistics("calls-", Optional.empty(), 1, 1, 1, 4, 4, 0, 1));
        this.latch.close();
        waiting.forEach((each) -> assertThat(valueOf(each)).isEqualTo(100));
    }

    @Test
    @DisplayName("a bundle with threads of its own holds up nobody else")
    void poolOfABundle() {
        PolyplugRuntime runtime = this.stage
            .another((builder) -> builder.asyncPool(pool(1, 1, "calls-")).asyncPool("slow", pool(1, 7, "slow-")));
        runtime.loadBundle(this.stage.bundle("slow"));
        runtime.loadBundle(this.stage.bundle("reload-v1"));
        CompletableFuture<Integer> held = runtime.contract(Slow.class).hold(this.latch.entered(), this.latch.release());
        this.latch.awaitEntered();
        assertThat(valueOf(runtime.contract(Answering.class).answer())).isEqualTo(100);
        assertThat(runtime.statistics().asyncPools()).extracting(AsyncPoolStatistics::bundleName)
            .containsExactly(Optional.empty(), Optional.of("slow"));
        assertThat(runtime.statistics().asyncPools().get(1))
            .isEqualTo(new AsyncPoolStatistics("slow-", Optional.of("slow"), 1, 1, 1, 0, 7, 0, 0));
        CompletableFuture<String> thread = held.thenApply((version) -> Thread.currentThread().getName());
        this.latch.close();
        assertThat(valueOf(thread)).isEqualTo("slow-1");
    }

    @Test
    @DisplayName("the log's MDC and the context go along with a call and do not stay on the thread")
    void contextGoesAlong() {
        MDC.put("request", "17");
        USER.set("ada");
        CompletableFuture<Integer> held = hold();
        CompletableFuture<String> seen = held.thenApply((version) -> MDC.get("request") + " " + USER.get());
        MDC.clear();
        USER.remove();
        CompletableFuture<String> next = runtime().contract(Slow.class)
            .version()
            .toCompletableFuture()
            .thenApply((version) -> MDC.get("request") + " " + USER.get());
        this.latch.close();
        assertThat(valueOf(seen)).isEqualTo("17 ada");
        assertThat(valueOf(next)).isEqualTo("null null");
    }

    @Test
    @DisplayName("threads take nothing along from who started them but a class loader that sees the application")
    void threadsInheritNothing() {
        InheritableThreadLocal<String> inherited = new InheritableThreadLocal<>();
        inherited.set("request 1");
        CompletableFuture<Integer> held = hold();
        CompletableFuture<String> seen = held
            .thenApply((version) -> inherited.get() + " " + Thread.currentThread().isDaemon());
        CompletableFuture<ClassLoader> loader = held
            .thenApply((version) -> Thread.currentThread().getContextClassLoader());
        this.latch.close();
        assertThat(valueOf(seen)).isEqualTo("null true");
        assertThat(valueOf(loader)).isSameAs(Thread.currentThread().getContextClassLoader());
    }

    @Test
    @DisplayName("a storm of asynchronous calls under reloads: none fails")
    void stormUnderReloads() throws InterruptedException {
        PolyplugRuntime runtime = this.stage.another((builder) -> builder.asyncPool(pool(4, 10_000, "storm-")));
        runtime.loadBundle(this.stage.bundle("reload-v1"));
        Answering answering = runtime.contract(Answering.class);
        Map<Integer, AtomicInteger> answers = Map.of(100, new AtomicInteger(), 200, new AtomicInteger());
        List<Throwable> failures = new ArrayList<>();
        try (Crew callers = Crew.repeating(3, (caller) -> {
            CountDownLatch done = new CountDownLatch(50);
            for (int i = 0; i < 50; i++) {
                answering.answer().whenComplete((answer, failure) -> {
                    if (failure != null) {
                        synchronized (failures) {
                            failures.add(failure);
                        }
                    }
                    else {
                        answers.get(answer).incrementAndGet();
                    }
                    done.countDown();
                });
            }
            await(done);
        })) {
            callers.awaitRounds(1);
            for (int i = 0; i < 60; i++) {
                runtime.reloadBundle(this.stage.bundle((i % 2 == 0) ? "reload-v2" : "reload-v1"));
            }
            callers.awaitRounds(1);
        }
        assertThat(failures).isEmpty();
        assertThat(answers.get(100).get()).isPositive();
        assertThat(answers.get(200).get()).isPositive();
        assertThat(runtime.awaitReclamation(LONGEST)).isTrue();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        }
        catch (InterruptedException ex) {
            throw new IllegalStateException(ex);
        }
    }

    @Test
    @DisplayName("Java objects may implement such a contract: whoever calls through the table waits for them")
    void javaObjectsImplementIt() {
        runtime().loadBundle(InProcessBundle.of("java", "1.0.0").provide(Texts.class, new Texts() {

            @Override
            public CompletionStage<String> greet(String name) {
                return CompletableFuture.supplyAsync(() -> "Hi " + name);
            }

            @Override
            public CompletionStage<byte[]> bytes(int code) {
                return (code == 0) ? CompletableFuture.completedFuture("x".getBytes(StandardCharsets.UTF_8))
                        : CompletableFuture.failedFuture(new GuestCallException(code, "no", "no", null));
            }

        }));
        Texts texts = runtime().contract(Texts.class);
        assertThat(valueOf(texts.greet("you"))).isEqualTo("Hi you");
        assertThat(valueOf(texts.bytes(0))).containsExactly('x');
        assertThat(failureOf(texts.bytes(300))).isInstanceOfSatisfying(GuestCallException.class,
                (ex) -> assertThat(ex.code()).isEqualTo(300));
        assertThat(runtime().contract(PlainTexts.class).greet("both")).isEqualTo("Hi both");
    }

    @Test
    @DisplayName("a listener is told when the runtime has been closed, and what it throws changes nothing")
    void endIsTold() {
        List<String> told = new ArrayList<>();
        PolyplugRuntime runtime = this.stage.another((builder) -> builder.onClose(() -> {
            told.add("first");
            throw new NoClassDefFoundError("on purpose");
        }).onClose(() -> told.add("second")));
        assertThat(told).isEmpty();
        runtime.close();
        runtime.close();
        assertThat(told).containsExactly("first", "second");
        assertThat(catchThrowable(runtime::bundles)).isInstanceOf(PolyplugException.class);
    }

    /** Bundle {@code slow}, later. */
    @GuestContract(name = "demo.Slow", version = "1.0.0")
    interface Slow {

        @ContractFunction(1)
        CompletableFuture<Integer> hold(long entered, long release);

        @ContractFunction(2)
        CompletionStage<Integer> version();

    }

    /** Builds of bundle {@code reload}, later. */
    @GuestContract(name = "reload.test", version = "1.0.0")
    interface Answering {

        @ContractFunction(0)
        CompletionStage<Integer> answer();

    }

    /** Some functions of bundle {@code everything}, later. */
    @GuestContract(name = "demo.Everything", version = "1.2.0")
    interface Later {

        @ContractFunction(1)
        CompletableFuture<Long> add(int a, long b);

        @ContractFunction(2)
        CompletionStage<String> greet(String name);

        @ContractFunction(3)
        CompletableFuture<Void> nothing();

        @ContractFunction(15)
        CompletionStage<Boolean> negate(boolean a);

        @ContractFunction(23)
        CompletionStage<byte[]> reverse(byte[] bytes);

        @ContractFunction(26)
        CompletionStage<Long> sum(byte[] bytes);

        @ContractFunction(29)
        CompletionStage<Everything.Named> renamed(Everything.Named named);

        @ContractFunction(31)
        CompletionStage<Everything.Shade8> next8(Everything.Shade8 shade);

        @ContractFunction(39)
        CompletionStage<Integer> failSaying(String text);

        @ContractFunction(47)
        CompletionStage<String> echo(String text);

        @ContractFunction(48)
        CompletionStage<Boolean> oddBool();

        /** Java's own. */
        default CompletionStage<String> twice(String text) {
            return echo(text).thenCompose(this::echo);
        }

    }

    /** The same with a buffer. */
    @GuestContract(name = "demo.Everything", version = "1.2.0")
    interface Buffers {

        @ContractFunction(26)
        CompletionStage<Long> sum(ByteBuffer bytes);

    }

    /** The same with a record that cannot be read. */
    @GuestContract(name = "demo.Everything", version = "1.2.0")
    interface Refusing {

        @ContractFunction(29)
        CompletionStage<Unreadable> renamed(Unreadable named);

    }

    record Unreadable(String name, int n, byte[] data) {

        @Override
        public byte[] data() {
            throw new IllegalStateException("on purpose");
        }

    }

    /** A contract of Java objects. */
    @GuestContract(name = "test.Texts", version = "1.0.0")
    interface Texts {

        @ContractFunction(0)
        CompletionStage<String> greet(String name);

        @ContractFunction(1)
        CompletionStage<byte[]> bytes(int code);

    }

    /** The same, as somebody who waits sees it. */
    @GuestContract(name = "test.Texts", version = "1.0.0")
    interface PlainTexts {

        @ContractFunction(0)
        String greet(String name);

    }

}
