package io.polyplug;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.polyplug.error.LifecycleBusyException;
import io.polyplug.error.ReentrantCallException;
import io.polyplug.error.ReloadException;
import io.polyplug.error.RuntimeClosedException;
import io.polyplug.testing.CapturedLog;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Code of a bundle that does not come back: it is named, who waits for it is refused, and
 * everything else goes on.
 */
@Timeout(300)
class HangingOperationTests {

    private static final String INIT = "running polyplug_init";

    private static final String FACTORY = "making the instances that are called";

    @RegisterExtension
    final Stage stage = new Stage((builder) -> builder.operationTimeout(Duration.ofMillis(300))
        .slowOperationThreshold(Duration.ofMillis(100)));

    private @Nullable Hang hang;

    private PolyplugRuntime runtime() {
        return this.stage.runtime();
    }

    private Hang hang(String where) {
        this.hang = new Hang(this.stage, where);
        return this.hang;
    }

    @AfterEach
    void letGo() {
        if (this.hang != null) {
            this.hang.close();
        }
    }

    /** Begins to load the bundle on a thread of its own, and returns when it hangs. */
    private CompletableFuture<BundleInfo> loadThatHangs(PolyplugRuntime runtime, Hang hang) {
        runtime.contract(Hang.Hanging.class);
        CompletableFuture<BundleInfo> loading = on("loads-and-hangs", () -> runtime.loadBundle(hang.bundle()));
        hang.awaitReached();
        return loading;
    }

    private static <T> CompletableFuture<T> on(String thread, java.util.concurrent.Callable<T> work) {
        CompletableFuture<T> outcome = new CompletableFuture<>();
        Thread started = new Thread(() -> {
            try {
                outcome.complete(work.call());
            }
            catch (Throwable ex) {
                outcome.completeExceptionally(ex);
            }
        }, thread);
        started.setDaemon(true);
        started.start();
        return outcome;
    }

    private static <T> T get(CompletableFuture<T> future) {
        try {
            return future.get(60, TimeUnit.SECONDS);
        }
        catch (InterruptedException | ExecutionException | TimeoutException ex) {
            throw new AssertionError(ex);
        }
    }

    @ParameterizedTest
    @CsvSource({ "init, " + INIT, "create, " + FACTORY })
    void whatHangsIsNamedAndOthersAreRefusedAfterATime(String where, String step) {
        this.stage.load("reload-v1");
        assertThat(this.stage.answering().answer()).isEqualTo(100);
        assertThat(runtime().runningOperation()).isEmpty();
        Hang hang = hang(where);
        CompletableFuture<BundleInfo> loading = loadThatHangs(runtime(), hang);

        RunningOperation running = runtime().runningOperation().orElseThrow();
        assertThat(running.kind()).isEqualTo(OperationKind.LOAD);
        assertThat(running.bundleName()).contains(Hang.NAME);
        assertThat(running.step()).isEqualTo(step);
        assertThat(running.thread()).isEqualTo("loads-and-hangs");
        assertThat(running.age()).isGreaterThanOrEqualTo(running.stepAge());
        List<ThrowingCallable> others = List.of(() -> runtime().loadBundle(this.stage.bundle("adder")),
                () -> runtime().loadBundles(List.of(this.stage.bundle("adder"))),
                () -> runtime().reloadBundle("reload"), () -> runtime().reloadBundle(this.stage.bundle("reload-v2")),
                () -> runtime().rollbackBundle("reload"), () -> runtime().unloadBundle("reload"),
                () -> runtime().unloadBundleCascade("reload"), () -> runtime().verifyBundle("reload"),
                () -> runtime().verifyBundle(this.stage.bundle("reload-v2")));
        for (ThrowingCallable other : others) {
            LifecycleBusyException refusal = catchThrowableOfType(LifecycleBusyException.class, other);
            assertThat(refusal.runningBundle()).contains(Hang.NAME);
            assertThat(refusal.runningStep()).isEqualTo(step);
            assertThat(refusal).hasMessageStartingWith("Refused to ")
                .hasMessageContaining("Loading bundle 'hanging' has been at '" + step + "' for ")
                .hasMessageContaining("thread 'loads-and-hangs'")
                .hasMessageContaining("thread dump");
        }
        assertThat(runtime().bundles()).extracting(BundleInfo::name).containsExactly("reload");
        assertThat(runtime().statistics().bundles()).isEqualTo(1);
        assertThat(this.stage.answering().answer()).isEqualTo(100);

        hang.close();
        assertThat(get(loading).name()).isEqualTo(Hang.NAME);
        assertThat(runtime().contract(Hang.Hanging.class).answer()).isEqualTo(7);
        assertThat(runtime().runningOperation()).isEmpty();
        assertThat(runtime().reloadBundle("reload").generation()).isEqualTo(2);
    }

    @Test
    @SuppressWarnings("try")
    void whoHoldsAGuardIsRefusedAtOnce() {
        this.stage.load("reload-v1");
        PolyplugRuntime patient = this.stage.another((builder) -> builder.operationTimeout(Duration.ofDays(1)));
        patient.loadBundle(this.stage.bundle("adder"));
        loadThatHangs(patient, hang("init"));
        try (EpochGuard guard = patient.pin()) {
            assertThatExceptionOfType(ReentrantCallException.class).isThrownBy(() -> patient.unloadBundle("adder"));
        }
    }

    @Test
    void whatHangsIsToldOnceAndAgainWhenItWentOn() {
        this.stage.load("reload-v1");
        try (CapturedLog log = CapturedLog.warningsOf("polyplug.lifecycle")) {
            Hang hang = hang("init");
            CompletableFuture<BundleInfo> loading = loadThatHangs(runtime(), hang);
            Hang.await("it is told", () -> !log.lines().isEmpty());
            long later = runtime().runningOperation().orElseThrow().stepAge().toMillis() + 1000;
            Hang.await("more time passes",
                    () -> runtime().runningOperation().orElseThrow().stepAge().toMillis() > later);
            assertThat(log.lines()).singleElement()
                .asString()
                .startsWith("WARN Loading bundle 'hanging' has been at '" + INIT + "' for ")
                .contains("thread 'loads-and-hangs'", "calls go on");
            hang.close();
            get(loading);
            assertThat(log.lines()).hasSize(2);
            assertThat(log.lines().get(1)).matches("WARN Loading bundle 'hanging' went on after \\d+ ms of " + INIT);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "init", "create", "destroy" })
    void othersAreReclaimedMeanwhile(String where, TestReporter reporter) {
        this.stage.load("slow");
        HeldCall<Integer> held = this.stage.hold();
        runtime().reloadBundle(this.stage.bundle("slow-v2"));
        Hang hang = hang(where);
        CompletableFuture<?> hanging = where.equals("destroy") ? unloadThatHangs(hang) : loadThatHangs(runtime(), hang);
        awaitHanging();
        assertThat(this.stage.reclaimed("slow")).isEmpty();
        held.release();
        long end = System.nanoTime();
        Hang.await("the generation is reclaimed", () -> this.stage.reclaimed("slow").contains(1L));
        Figures.publish(reporter, "Reclaimed after the last pin's end while another bundle hangs in its " + where,
                TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - end) + " us");
        assertThat(hanging).isNotDone();
        assertThat(runtime().contract(Plugins.Slow.class).version()).isEqualTo(200);
        hang.close();
        get(hanging);
        this.stage.awaitReclamation();
        assertThat(this.stage.mappedLibraries()).hasSize(where.equals("destroy") ? 1 : 2);
    }

    /** Returns when so much time has passed that nobody takes it for slow only. */
    private void awaitHanging() {
        Hang.await("it hangs for long",
                () -> runtime().runningOperation()
                    .filter((running) -> running.stepAge().compareTo(Duration.ofMillis(1500)) > 0)
                    .isPresent());
    }

    /** Ends when nothing of the bundle is left. */
    private CompletableFuture<Boolean> unloadThatHangs(Hang hang) {
        runtime().loadBundle(hang.bundle());
        assertThat(runtime().contract(Hang.Hanging.class).answer()).isEqualTo(7);
        runtime().unloadBundle(Hang.NAME);
        CompletableFuture<Boolean> gone = on("waits",
                () -> runtime().awaitReclamation(Hang.NAME, Duration.ofSeconds(60)));
        hang.awaitReached();
        return gone;
    }

    @Test
    void whatHangsOnItsWayOutHoldsUpNoOperation() {
        this.stage.load("reload-v1");
        Hang hang = hang("destroy");
        try (CapturedLog log = CapturedLog.warningsOf("polyplug.lifecycle")) {
            CompletableFuture<Boolean> gone = unloadThatHangs(hang);
            awaitHanging();
            RunningOperation running = runtime().runningOperation().orElseThrow();
            assertThat(running.kind()).isEqualTo(OperationKind.RECLAIM);
            assertThat(running.bundleName()).contains(Hang.NAME);
            assertThat(running.step()).isEqualTo("destroying its instances");
            assertThat(log.lines()).singleElement()
                .asString()
                .startsWith("WARN Reclaiming bundle 'hanging' has been at 'destroying its instances' for ");
            assertThat(runtime().reloadBundle("reload").generation()).isEqualTo(2);
            runtime().loadBundle(this.stage.bundle("adder"));
            runtime().unloadBundle("reload");
            Hang.await("what went after it is reclaimed", () -> this.stage.reclaimed("reload").equals(List.of(1L, 2L)));
            hang.close();
            assertThat(get(gone)).isTrue();
            Hang.await("it is told", () -> log.lines().stream().anyMatch((line) -> line.contains("went on after")));
        }
        assertThat(runtime().runningOperation()).isEmpty();
    }

    @Test
    void whatHangsOnItsWayOutIsNamedWhereLaterGenerationsWaitForIt() {
        PolyplugRuntime runtime = this.stage.another((builder) -> builder.reloadWait(Duration.ofMillis(100)));
        Hang hang = hang("destroy");
        runtime.loadBundle(hang.bundle());
        assertThat(runtime.contract(Hang.Hanging.class).answer()).isEqualTo(7);
        for (int i = 0; i < 8; i++) {
            runtime.reloadBundle(Hang.NAME);
        }
        hang.awaitReached();
        assertThatExceptionOfType(ReloadException.class).isThrownBy(() -> runtime.reloadBundle(Hang.NAME))
            .withMessageContaining("8 retired generations of it")
            .withMessageContaining("Reclaiming bundle 'hanging' has been at 'destroying its instances' for ")
            .withMessageContaining("thread dump")
            .withMessageNotContaining("holders");
        hang.close();
        assertThat(runtime.awaitReclamation(Duration.ofSeconds(60))).isTrue();
        assertThat(runtime.reloadBundle(Hang.NAME).generation()).isEqualTo(10);
    }

    @Test
    void whatADestructorMayBeUsingStaysUntilItCameBack() throws IOException {
        this.stage.load("reload-v1");
        Hang hang = hang("destroy");
        Path manifest = hang.bundle().resolve("manifest.toml");
        Files.writeString(manifest, Files.readString(manifest)
                + "\n[[dependency]]\nkind = \"contract\"\ncontract = \"reload.test\"\nmin_version = \"1.0\"\n");
        CompletableFuture<Boolean> gone = unloadThatHangs(hang);
        runtime().reloadBundle("reload");
        awaitHanging();
        assertThat(this.stage.reclaimed("reload")).as("a destructor may be in its code").isEmpty();
        assertThat(this.stage.mappedLibraries()).hasSize(3);
        hang.close();
        assertThat(get(gone)).isTrue();
        this.stage.awaitReclamation();
        assertThat(this.stage.reclaimed("reload")).containsExactly(1L);
    }

    @ParameterizedTest
    @ValueSource(strings = { "init", "create", "destroy" })
    void closingTakesTheDrainTimeoutAndSaysWhatIsLeft(String where, TestReporter reporter) {
        this.stage.leaks();
        Duration drain = Duration.ofMillis(1000);
        PolyplugRuntime runtime = this.stage.another((builder) -> builder.drainTimeout(drain));
        runtime.loadBundle(this.stage.bundle("reload-v1"));
        Hang hang = hang(where);
        CompletableFuture<BundleInfo> loading = null;
        if (where.equals("destroy")) {
            runtime.loadBundle(hang.bundle());
            assertThat(runtime.contract(Hang.Hanging.class).answer()).isEqualTo(7);
            runtime.unloadBundle(Hang.NAME);
            hang.awaitReached();
        }
        else {
            loading = loadThatHangs(runtime, hang);
        }
        try (CapturedLog log = CapturedLog.warningsOf("polyplug.runtime")) {
            long begin = System.nanoTime();
            runtime.close();
            Duration took = Duration.ofNanos(System.nanoTime() - begin);
            Figures.publish(reporter, "closing with a drain timeout of 1 s while a bundle hangs in its " + where,
                    took.toMillis() + " ms");
            assertThat(took).isBetween(drain, drain.plusSeconds(40));
            assertThat(log.lines()).anyMatch((line) -> line.contains("'hanging'") && line.contains("stays mapped"));
        }
        hang.close();
        if (loading != null) {
            CompletableFuture<BundleInfo> refused = loading;
            assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> refused.get(60, TimeUnit.SECONDS))
                .withCauseInstanceOf(RuntimeClosedException.class);
        }
    }

}
