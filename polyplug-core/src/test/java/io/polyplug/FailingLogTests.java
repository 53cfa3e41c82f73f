package io.polyplug;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.polyplug.testing.LogAppender;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * An appender that fails, or that comes back to us, leaves nothing locked and nothing
 * running.
 */
@Timeout(300)
class FailingLogTests {

    private static final String LIFECYCLE = "polyplug.lifecycle";

    @RegisterExtension
    final Stage stage = new Stage((builder) -> builder.operationTimeout(Duration.ofMillis(300))
        .slowOperationThreshold(Duration.ofMillis(100)));

    @Test
    @SuppressWarnings("try")
    void operationThatCannotTellItsEndLeavesTheLock() {
        PolyplugRuntime runtime = this.stage.runtime();
        try (LogAppender log = LogAppender.failing(LIFECYCLE, " went on after ");
                Hang hang = new Hang(this.stage, "init")) {
            CompletableFuture<BundleInfo> loading = CompletableFuture
                .supplyAsync(() -> runtime.loadBundle(hang.bundle()));
            hang.awaitReached();
            Hang.await("it is told", () -> log.hasSeen(" has been at "));
            hang.close();
            assertThatThrownBy(() -> loading.get(60, TimeUnit.SECONDS)).hasMessageContaining("an appender that fails");
        }
        assertThat(runtime.runningOperation()).isEmpty();
        assertThat(runtime.loadBundle(this.stage.bundle("adder")).generation()).isEqualTo(1);
    }

    @Test
    void reclamationThatCannotBeToldHasEnded() {
        PolyplugRuntime runtime = this.stage.runtime();
        this.stage.load("reload-v1");
        try (LogAppender log = LogAppender.failing(LIFECYCLE, "Reclaimed ")) {
            runtime.unloadBundle("reload");
            this.stage.awaitReclamation();
            assertThat(log.hasSeen("Reclaimed ")).isTrue();
        }
        assertThat(runtime.runningOperation()).isEmpty();
    }

}
