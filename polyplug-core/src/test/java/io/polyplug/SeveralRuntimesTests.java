package io.polyplug;

import java.util.concurrent.atomic.AtomicInteger;

import io.polyplug.error.ContractUnavailableException;
import io.polyplug.error.ManifestException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Runtimes in one process know nothing of each other.
 */
@Timeout(300)
class SeveralRuntimesTests {

    @RegisterExtension
    final Stage stage = new Stage();

    @Test
    @DisplayName("M-01: what one runtime loaded is not found in another; both may load the same bundle, each its own"
            + " copy, and closing one leaves the other")
    void runtimesShareNothing() {
        PolyplugRuntime one = this.stage.another((builder) -> {
        });
        PolyplugRuntime two = this.stage.another((builder) -> {
        });
        one.loadBundle(this.stage.bundle("keeping"));
        assertThat(two.bundles()).isEmpty();
        assertThat(two.revision()).isZero();
        assertThatExceptionOfType(ContractUnavailableException.class)
            .isThrownBy(() -> two.contract(Plugins.Keeping.class).again());

        two.loadBundle(this.stage.bundle("keeping"));
        assertThat(one.contract(Plugins.Keeping.class).again()).isEqualTo("again 1");
        assertThat(one.contract(Plugins.Keeping.class).again()).isEqualTo("again 2");
        assertThat(two.contract(Plugins.Keeping.class).again()).as("variables of its own").isEqualTo("again 1");
        assertThat(this.stage.mappedLibraries()).hasSize(2);
        one.close();
        assertThat(two.contract(Plugins.Keeping.class).again()).isEqualTo("again 2");
        assertThat(this.stage.mappedLibraries()).hasSize(1);
    }

    @Test
    @DisplayName("FF-08: three runtimes one after the other in one work directory, each whole")
    void runtimesOneAfterTheOther() {
        for (int i = 0; i < 3; i++) {
            try (PolyplugRuntime runtime = PolyplugRuntime.builder().workDirectory(this.stage.work()).build()) {
                assertThat(runtime.loadBundle(this.stage.bundle("reload-v1")).generation()).isEqualTo(1);
                assertThat(runtime.contract(Plugins.Answering.class).answer()).isEqualTo(100);
            }
            assertThat(this.stage.work()).isEmptyDirectory();
            assertThat(this.stage.mappedLibraries()).isEmpty();
        }
    }

    @Test
    @DisplayName("FF-11: 8 threads build a runtime each, load what is not there and close it: 8 refusals, nothing left")
    void runtimesThatLoadNothing() {
        AtomicInteger refused = new AtomicInteger();
        Crew.run(8, (thread) -> {
            try (PolyplugRuntime runtime = PolyplugRuntime.builder().workDirectory(this.stage.work()).build()) {
                assertThatExceptionOfType(ManifestException.class)
                    .isThrownBy(() -> runtime.loadBundle(this.stage.folder().resolve("bad")));
                assertThat(runtime.bundles()).isEmpty();
                refused.incrementAndGet();
            }
        });
        assertThat(refused).hasValue(8);
        assertThat(this.stage.work()).isEmptyDirectory();
    }

    @Test
    @DisplayName("M-02: 8 runtimes at once: those that loaded answer, the others find nothing")
    void parallelRuntimesAreIsolated() {
        this.stage.bundle("reload-v1");
        Crew.run(8, (thread) -> {
            PolyplugRuntime runtime = this.stage.another((builder) -> {
            });
            if (thread % 2 == 0) {
                runtime.loadBundle(this.stage.bundle("reload-v1"));
                assertThat(runtime.contract(Plugins.Answering.class).answer()).isEqualTo(100);
            }
            else {
                assertThat(runtime.findGuestContract(Plugins.RELOAD_TEST, 0)).isEmpty();
            }
        });
    }

    @Test
    @DisplayName("M-03 SK-02 FF-07: 6 threads build, load, call, reload and close 8 runtimes each, overlapping")
    void runtimesComeAndGo() {
        this.stage.leaveMarks(this.stage.bundle("reload-v1"));
        this.stage.leaveMarks(this.stage.bundle("reload-v2"));
        Crew.run(6, (thread) -> {
            for (int cycle = 0; cycle < 8; cycle++) {
                try (PolyplugRuntime runtime = PolyplugRuntime.builder()
                    .hotReload(true)
                    .workDirectory(this.stage.work())
                    .build()) {
                    runtime.loadBundle(this.stage.bundle("reload-v1"));
                    assertThat(runtime.contract(Plugins.Answering.class).answer()).isEqualTo(100);
                    runtime.reloadBundle(this.stage.bundle("reload-v2"));
                    assertThat(runtime.contract(Plugins.Answering.class).answer()).isEqualTo(200);
                }
            }
        });
        assertThat(this.stage.work()).isEmptyDirectory();
        assertThat(this.stage.mappedLibraries()).isEmpty();
        assertThat(this.stage.marks("opened")).hasSize(96);
        assertThat(this.stage.marks("closed")).containsExactlyInAnyOrderElementsOf(this.stage.marks("opened"));
    }

}
