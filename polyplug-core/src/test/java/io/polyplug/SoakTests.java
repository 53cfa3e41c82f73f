package io.polyplug;

import java.time.Duration;

import io.polyplug.contract.ContractFunction;
import io.polyplug.contract.GuestContract;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The same again and again, with an eye on the memory. The long forms run under the
 * profile {@code soak}.
 */
class SoakTests {

    @RegisterExtension
    final Stage stage = new Stage();

    @Test
    @Timeout(600)
    @DisplayName("SK-01: 2000 runtimes are built and closed, and leave no memory behind")
    void runtimesComeAndGo(TestReporter reporter) {
        MemoryCurve curve = new MemoryCurve(2000);
        curve.run(this::buildAndClose);
        curve.publish(reporter, "runtimes built and closed");
        // In a JVM that ran other tests before, compilers come and go by some megabytes.
        assertThat(curve.growthInKibibytes()).isLessThan(32 * 1024);
    }

    @Test
    @Tag("soak")
    @Timeout(3600)
    @DisplayName("SK-01: 50 000 runtimes are built and closed, and leave no memory behind")
    void fiftyThousandRuntimesComeAndGo(TestReporter reporter) {
        MemoryCurve curve = MemoryCurve.longForm(50_000);
        curve.run(this::buildAndClose);
        curve.publish(reporter, "runtimes built and closed");
        assertThat(curve.growthInKibibytes()).isLessThan(4 * 1024);
    }

    private void buildAndClose(int cycle) {
        PolyplugRuntime.builder().workDirectory(this.stage.work()).build().close();
    }

    @Test
    @Timeout(600)
    @DisplayName("SK-02: 200 runtimes load, call, unload and close, and leave no memory behind")
    void bundlesComeAndGo(TestReporter reporter) {
        MemoryCurve curve = new MemoryCurve(200);
        curve.run(this::loadCallAndUnload);
        curve.publish(reporter, "bundles loaded, called, unloaded");
        assertNothingIsLeft();
        assertThat(curve.growthInKibibytes()).isLessThan(32 * 1024);
    }

    @Test
    @Tag("soak")
    @Timeout(3600)
    @DisplayName("SK-02: 10 000 runtimes load, call, unload and close, and leave no memory behind")
    void tenThousandBundlesComeAndGo(TestReporter reporter) {
        MemoryCurve curve = MemoryCurve.longForm(10_000);
        curve.run(this::loadCallAndUnload);
        curve.publish(reporter, "bundles loaded, called, unloaded");
        assertNothingIsLeft();
        assertThat(curve.growthInKibibytes()).isLessThan(8 * 1024);
    }

    private void loadCallAndUnload(int cycle) {
        try (PolyplugRuntime runtime = PolyplugRuntime.builder().workDirectory(this.stage.work()).build()) {
            runtime.loadBundle(this.stage.bundle("adder"));
            Adder adder = runtime.contract(Adder.class);
            for (int i = 0; i < 4; i++) {
                assertThat(adder.add(i, 1)).isEqualTo(i + 1);
            }
            runtime.unloadBundle("adder");
            assertThat(runtime.awaitReclamation(Duration.ofSeconds(60))).isTrue();
        }
    }

    private void assertNothingIsLeft() {
        assertThat(this.stage.mappedLibraries()).isEmpty();
        assertThat(this.stage.work()).isEmptyDirectory();
    }

    /** The one function of bundle {@code adder}. */
    @GuestContract(name = "test.add", version = "1.0")
    interface Adder {

        @ContractFunction(0)
        int add(int a, int b);

    }

}
