package io.polyplug;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.polyplug.error.PolyplugException;
import io.polyplug.error.RuntimeClosedException;
import io.polyplug.testing.CapturedLog;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * An operation that hangs before it opens a library goes on when closing has given it up:
 * it ends as one of a closed runtime, and nobody is told anything else.
 */
@Timeout(300)
class AbandonedOperationTests {

    @RegisterExtension
    final Stage stage = new Stage();

    private final CountDownLatch reached = new CountDownLatch(1);

    private final CountDownLatch release = new CountDownLatch(1);

    private final List<ReloadPhase> phases = new CopyOnWriteArrayList<>();

    @AfterEach
    void letGo() {
        this.release.countDown();
    }

    private void hang() {
        this.reached.countDown();
        try {
            this.release.await();
        }
        catch (InterruptedException ex) {
            throw new IllegalStateException(ex);
        }
    }

    private PolyplugRuntime impatient() {
        this.stage.leaks();
        return this.stage.another((builder) -> builder.drainTimeout(Duration.ofMillis(10)).onReload((phase) -> {
            this.phases.add(phase);
            if (phase instanceof ReloadPhase.Preparing) {
                hang();
            }
        }));
    }

    private void assertEndsAsClosed(PolyplugRuntime runtime, Consumer<PolyplugRuntime> operation) throws Exception {
        CompletableFuture<Void> outcome = CompletableFuture.runAsync(() -> operation.accept(runtime));
        this.reached.await();
        try (CapturedLog log = CapturedLog.of("polyplug.lifecycle")) {
            runtime.close();
            this.phases.clear();
            this.release.countDown();
            assertThatThrownBy(() -> outcome.get(60, TimeUnit.SECONDS)).cause()
                .isExactlyInstanceOf(RuntimeClosedException.class);
            assertThat(this.phases).isEmpty();
            assertThat(log.lines()).noneMatch((line) -> line.contains("Refused") || line.contains("goes on serving"));
        }
    }

    @Test
    void reload() throws Exception {
        PolyplugRuntime runtime = impatient();
        runtime.loadBundle(this.stage.bundle("reload-v1"));
        assertEndsAsClosed(runtime, (same) -> same.reloadBundle("reload"));
    }

    @Test
    void loadOfASetThatLeavesOutWhatFails() throws Exception {
        List<PolyplugException> leftOut = new CopyOnWriteArrayList<>();
        List<Path> folders = List.of(this.stage.bundle("reload-v1"), this.stage.bundle("adder"));
        assertEndsAsClosed(impatient(), (same) -> same.loadBundles(folders, (directory, name) -> hang(), leftOut::add));
        assertThat(leftOut).isEmpty();
    }

}
