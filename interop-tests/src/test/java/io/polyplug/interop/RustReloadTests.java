package io.polyplug.interop;

import io.polyplug.ReloadReport;
import io.polyplug.contract.Version;
import io.polyplug.interop.Contracts.Everything;
import io.polyplug.interop.Contracts.Peer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A Rust bundle is replaced while it is called.
 */
class RustReloadTests {

    private static final int THREADS = 4;

    private static final int RELOADS = 200;

    @RegisterExtension
    final Stage stage = new Stage();

    @Test
    void afterAReloadTheNewVersionAnswers() {
        this.stage.load("everything");
        Everything everything = this.stage.contract(Everything.class);
        assertThat(everything.build()).isEqualTo(100);
        ReloadReport report = this.stage.reload("everything-next");
        assertThat(report.previousVersion()).isEqualTo(new Version(1, 0, 0));
        assertThat(report.version()).isEqualTo(new Version(1, 1, 0));
        assertThat(everything.build()).isEqualTo(200);
        assertThat(everything.greet("you")).isEqualTo("v200: hello you");
        this.stage.runtime().rollbackBundle("upstream-everything");
        assertThat(everything.build()).isEqualTo(100);
    }

    @Test
    void noCallFailsWhileVersionsChange() {
        this.stage.load("everything");
        this.stage.load("peer");
        Everything everything = this.stage.contract(Everything.class);
        Peer peer = this.stage.contract(Peer.class);
        try (Load load = Load.of(THREADS, () -> callOnce(everything, peer))) {
            for (int i = 0; i < RELOADS; i++) {
                this.stage.reload((i % 2 == 0) ? "everything-next" : "everything");
                assertThat(everything.build()).isEqualTo((i % 2 == 0) ? 200 : 100);
            }
            load.awaitRounds(1);
        }
        this.stage.awaitReclamation();
        assertThat(this.stage.runtime().statistics().reclaimedGenerations()).isEqualTo(RELOADS);
        assertThat(this.stage.runtime().statistics().closedButMapped()).isZero();
        assertThat(this.stage.mappedLibraries()).as("one copy of each bundle").hasSize(2);
    }

    private static void callOnce(Everything everything, Peer peer) {
        assertThat(everything.build()).isIn(100, 200);
        assertThat(everything.greet("you")).isIn("v100: hello you", "v200: hello you");
        assertThat(peer.build()).isEqualTo(100);
    }

}
