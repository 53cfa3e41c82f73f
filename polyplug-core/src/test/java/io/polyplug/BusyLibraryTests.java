package io.polyplug;

import java.time.Duration;

import io.polyplug.testing.CapturedLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The one thread on which libraries are opened and closed has no time, or callers have no
 * patience.
 */
@Timeout(300)
class BusyLibraryTests {

    @RegisterExtension
    final Stage stage = new Stage();

    private PolyplugRuntime runtime() {
        return this.stage.runtime();
    }

    private long bytes() {
        return runtime().statistics().guestBytes().get("allocating");
    }

    @Test
    @SuppressWarnings("try")
    void whatALibraryHasReturnedStaysUntilItsDestructorsHaveRun() {
        this.stage.load("allocating");
        assertThat(runtime().contract(Plugins.Allocating.class).text(100)).hasSize(100);
        assertThat(bytes()).isEqualTo(100);
        try (BusyLibraries busy = BusyLibraries.of(runtime())) {
            runtime().unloadBundle("allocating");
            this.stage.awaitReclamation();
            assertThat(this.stage.mappedLibraries()).hasSize(1);
            assertThat(runtime().statistics().closedButMapped()).isEqualTo(1);
            assertThat(bytes()).as("a destructor may free it").isEqualTo(100);
        }
        Hang.await("the library is closed", () -> runtime().statistics().closedButMapped() == 0);
        assertThat(this.stage.mappedLibraries()).isEmpty();
        assertThat(bytes()).isZero();
    }

    @Test
    void whoWaitsForNoOperationCanDoEverything() {
        try (CapturedLog log = CapturedLog.warningsOf("polyplug")) {
            PolyplugRuntime runtime = this.stage.another((builder) -> builder.operationTimeout(Duration.ZERO));
            runtime.loadBundle(this.stage.bundle("reload-v1"));
            assertThat(runtime.contract(Plugins.Answering.class).answer()).isEqualTo(100);
            runtime.reloadBundle("reload");
            runtime.verifyBundle("reload");
            runtime.rollbackBundle("reload");
            runtime.unloadBundle("reload");
            assertThat(runtime.awaitReclamation(Duration.ofSeconds(60))).isTrue();
            assertThat(log.lines()).isEmpty();
        }
        assertThat(this.stage.mappedLibraries()).isEmpty();
    }

}
