package io.polyplug;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

import ch.qos.logback.classic.Level;
import io.polyplug.contract.BundleId;
import io.polyplug.error.BundleNotFoundException;
import io.polyplug.error.PolyplugException;
import io.polyplug.error.RuntimeClosedException;
import io.polyplug.fixtures.NativeFixtures;
import io.polyplug.hostapi.HostApiGuest;
import io.polyplug.testing.CapturedLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What becomes of bundles is in the log, one record an event, in the order of the events,
 * whoever asked for it.
 */
@Timeout(60)
class LifecycleLogTests {

    private static final String RECLAIMED = "DEBUG Reclaimed generation ";

    @RegisterExtension
    final Stage stage = new Stage();

    private PolyplugRuntime runtime() {
        return this.stage.runtime();
    }

    /**
     * Returns the records of what is done, without the reclaimer's and without digests.
     */
    private List<String> told(Consumer<PolyplugRuntime> work) {
        return toldWithDigests(work).stream().map((line) -> line.replaceAll(" \\[[0-9a-f]{12}]", "")).toList();
    }

    private List<String> toldWithDigests(Consumer<PolyplugRuntime> work) {
        PolyplugRuntime runtime = runtime();
        try (CapturedLog log = CapturedLog.of("polyplug.lifecycle")) {
            work.accept(runtime);
            return log.lines()
                .stream()
                .filter((line) -> !line.startsWith(RECLAIMED))
                .map((line) -> line.replaceFirst(" in \\d+ ms$", " in n ms"))
                .toList();
        }
    }

    @Test
    void bundleOfAFolder() {
        Path first = this.stage.bundle("reload-v1");
        Path second = this.stage.bundle("reload-v2");
        assertThat(told((runtime) -> runtime.loadBundle(first)))
            .containsExactly("INFO Loaded bundle 'reload' 1.0.0 from " + first + " in n ms");
        assertThat(told((runtime) -> runtime.reloadBundle(second)))
            .containsExactly("INFO Reloaded bundle 'reload' 1.0.0 -> 1.1.0 (generation 2) in n ms");
        assertThat(told((runtime) -> runtime.reloadBundle("reload")))
            .containsExactly("INFO Reloaded bundle 'reload' 1.1.0 -> 1.1.0 (generation 3) in n ms");
        runtime().reloadBundle(first);
        assertThat(told((runtime) -> runtime.rollbackBundle("reload")))
            .containsExactly("INFO Rolled back bundle 'reload' 1.0.0 -> 1.1.0 (generation 5) in n ms");
        assertThat(told((runtime) -> runtime.unloadBundle("reload")))
            .containsExactly("INFO Unloaded bundle 'reload' 1.1.0 (generation 5)");
    }

    @Test
    void twoBuildsOfOneVersionAreToldApart() throws IOException {
        Path folder = this.stage.bundle("reload-v1");
        List<String> loaded = toldWithDigests((runtime) -> runtime.loadBundle(folder));
        String first = digest();
        assertThat(loaded)
            .containsExactly("INFO Loaded bundle 'reload' 1.0.0 [" + first + "] from " + folder + " in n ms");
        Files.writeString(folder.resolve("build"), "2");
        List<String> reloaded = toldWithDigests((runtime) -> runtime.reloadBundle("reload"));
        String second = digest();
        assertThat(second).isNotEqualTo(first);
        assertThat(reloaded).containsExactly(
                "INFO Reloaded bundle 'reload' 1.0.0 [" + first + "] -> 1.0.0 [" + second + "] (generation 2) in n ms");
        assertThat(toldWithDigests((runtime) -> runtime.rollbackBundle("reload")))
            .containsExactly("INFO Rolled back bundle 'reload' 1.0.0 [" + second + "] -> 1.0.0 [" + first
                    + "] (generation 3) in n ms");
        assertThat(toldWithDigests((runtime) -> runtime.unloadBundle("reload")))
            .containsExactly("INFO Unloaded bundle 'reload' 1.0.0 [" + first + "] (generation 3)");
    }

    private String digest() {
        return runtime().bundle("reload").orElseThrow().digest().substring(0, 12);
    }

    @Test
    void inProcessBundle() {
        InProcessBundle bundle = InProcessBundle.of("answers", "1.0").provide(Plugins.Answering.class, () -> 1);
        assertThat(told((runtime) -> runtime.loadBundle(bundle)))
            .containsExactly("INFO Loaded bundle 'answers' 1.0.0 as an in-process bundle in n ms");
        assertThat(told((runtime) -> runtime.reloadBundle(InProcessBundle.of("answers", "2.0"))))
            .containsExactly("INFO Reloaded bundle 'answers' 1.0.0 -> 2.0.0 (generation 2) in n ms");
        assertThat(told((runtime) -> runtime.unloadBundle("answers")))
            .containsExactly("INFO Unloaded bundle 'answers' 2.0.0 (generation 2)");
    }

    @Test
    void reclaimedGenerationsAreForDebugging() {
        this.stage.load("reload-v1");
        try (CapturedLog log = CapturedLog.of("polyplug.lifecycle")) {
            runtime().reloadBundle("reload");
            runtime().unloadBundle("reload");
            this.stage.awaitReclamation();
            assertThat(log.lines()).filteredOn((line) -> line.startsWith(RECLAIMED))
                .containsExactlyInAnyOrder(RECLAIMED + "1 of bundle 'reload'", RECLAIMED + "2 of bundle 'reload'");
            log.setLevel(Level.INFO);
            this.stage.load("reload-v1");
            runtime().unloadBundle("reload");
            this.stage.awaitReclamation();
            assertThat(log.lines()).filteredOn((line) -> line.startsWith(RECLAIMED)).hasSize(2);
        }
    }

    @Test
    void dependentsBeforeWhatTheyDependOn() {
        this.stage.load("peer-v1");
        Path dependent = Declared.bundle("dependent", "reload-v1")
            .provides("reload.test", "1.0", 1)
            .needs("demo.Peer", "1.0")
            .reinitialized()
            .writeTo(this.stage.folder().resolve("bundles").resolve("dependent"));
        runtime().loadBundle(dependent);
        assertThat(told((runtime) -> runtime.reloadBundle(this.stage.bundle("peer-v2")))).containsExactly(
                "INFO Reloaded bundle 'dependent' 1.0.0 -> 1.0.0 (generation 2) after 'peer' in n ms",
                "INFO Reloaded bundle 'peer' 1.0.0 -> 1.1.0 (generation 2) in n ms");
        assertThat(told((runtime) -> runtime.unloadBundleCascade("peer"))).containsExactly(
                "INFO Unloaded bundle 'dependent' 1.0.0 (generation 2)",
                "INFO Unloaded bundle 'peer' 1.1.0 (generation 2)");
    }

    @Test
    void setsTellEachBundleAndWhatWasUndone() {
        Path reload = this.stage.bundle("reload-v1");
        Path consumer = this.stage.bundle("consumer");
        Path failing = this.stage.renamed("slow", "zzz");
        assertThat(NativeFixtures.library(failing).toFile().delete()).isTrue();
        List<String> loaded = List.of("INFO Loaded bundle 'reload' 1.0.0 from " + reload + " in n ms",
                "INFO Loaded bundle 'consumer' 1.0.0 from " + consumer + " in n ms");
        List<String> all = told((runtime) -> assertThatExceptionOfType(PolyplugException.class)
            .isThrownBy(() -> runtime.loadBundles(this.stage.folder().resolve("bundles"))));
        assertThat(all).hasSize(5).containsAll(loaded);
        assertThat(all.get(2))
            .startsWith("WARN Refused to load bundle 'zzz': its manifest names the library 'libslow.so', which does");
        assertThat(all.subList(3, 5)).containsExactly("INFO Unloaded bundle 'consumer' 1.0.0 (generation 1)",
                "INFO Unloaded bundle 'reload' 1.0.0 (generation 1)");
        List<String> some = told((runtime) -> runtime.loadBundles(List.of(reload, consumer, failing), (refusal) -> {
        }));
        assertThat(some).hasSize(3).containsAll(loaded);
        assertThat(some.get(2))
            .startsWith("WARN Refused to load bundle 'zzz': its manifest names the library 'libslow.so', which does");
    }

    @Test
    void guestsAsk() {
        this.stage.load("hostapi");
        HostApiGuest guest = runtime().contract(HostApiGuest.class);
        Path first = this.stage.bundle("reload-v1");
        assertThat(told((runtime) -> assertThat(guest.load(first.toString())).isZero()))
            .containsExactly("INFO Loaded bundle 'reload' 1.0.0 from " + first + " in n ms");
        assertThat(told((runtime) -> assertThat(guest.load(first.toString())).isEqualTo(1)))
            .containsExactly("WARN Refused to load bundle 'reload': it is already loaded from " + first
                    + ". Reload it, or unload it first");
        assertThat(told((runtime) -> assertThat(guest.reload(first.toString())).isZero()))
            .containsExactly("INFO Reloaded bundle 'reload' 1.0.0 -> 1.0.0 (generation 2) in n ms");
        long id = BundleId.of("reload").value();
        assertThat(told((runtime) -> assertThat(guest.unload(id)).isEqualTo(1))).containsExactly(
                "WARN Refused to unload bundle 'reload': bundles [hostapi] depend on contracts that only it"
                        + " provides. Unload them first, or cascade");
        assertThat(told((runtime) -> assertThat(guest.unload(BundleId.of("nobody").value())).isEqualTo(1))).isEmpty();
    }

    @Test
    void closingTellsWhatGoes() {
        Path folder = this.stage.bundle("reload-v1");
        PolyplugRuntime runtime = runtime();
        runtime.loadBundle(folder);
        this.stage.load("consumer");
        assertThat(told((same) -> same.close())).containsExactly(
                "INFO Unloaded bundle 'consumer' 1.0.0 (generation 1), for the runtime closes",
                "INFO Unloaded bundle 'reload' 1.0.0 (generation 1), for the runtime closes");
        try (CapturedLog log = CapturedLog.of("polyplug.lifecycle")) {
            assertThatExceptionOfType(RuntimeClosedException.class).isThrownBy(() -> runtime.loadBundle(folder));
            assertThatExceptionOfType(RuntimeClosedException.class).isThrownBy(() -> runtime.reloadBundle("reload"));
            assertThat(log.lines()).as("wrong calls").isEmpty();
        }
    }

    @Test
    void whatIsNotLoadedIsAWrongArgument() {
        Path unknown = this.stage.bundle("reload-v1");
        assertThat(told((runtime) -> {
            assertThatExceptionOfType(BundleNotFoundException.class).isThrownBy(() -> runtime.unloadBundle("nobody"));
            assertThatExceptionOfType(BundleNotFoundException.class).isThrownBy(() -> runtime.reloadBundle("nobody"));
            assertThatExceptionOfType(BundleNotFoundException.class).isThrownBy(() -> runtime.rollbackBundle("nobody"));
            assertThatExceptionOfType(BundleNotFoundException.class).isThrownBy(() -> runtime.reloadBundle(unknown));
            assertThatExceptionOfType(BundleNotFoundException.class)
                .isThrownBy(() -> runtime.unloadBundleCascade("nobody"));
        })).isEmpty();
    }

}
