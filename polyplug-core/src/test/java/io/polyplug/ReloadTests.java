package io.polyplug;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;

import io.polyplug.contract.BundleId;
import io.polyplug.contract.GuestContractHandle;
import io.polyplug.contract.Version;
import io.polyplug.error.BundleNotFoundException;
import io.polyplug.error.ReloadException;
import io.polyplug.error.StaleHandleException;
import io.polyplug.fixtures.NativeFixtures;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * One thread replaces a bundle again and again, by every way of naming it.
 */
@Timeout(300)
class ReloadTests {

    private static final Version V1 = new Version(1, 0, 0);

    private static final Version V2 = new Version(1, 1, 0);

    @RegisterExtension
    final Stage stage = new Stage();

    @Test
    @DisplayName("R-10 R-11 R-12 R-13: 100 alternating reloads by library path all succeed, each is seen at once, and"
            + " no more than two versions are mapped")
    void hundredAlternatingReloadsAllSucceed() {
        this.stage.load("reload-v1");
        GuestContractHandle handle = this.stage.resolvable();
        for (int cycle = 0; cycle < 100; cycle++) {
            ReloadReport report = this.stage.runtime()
                .reloadBundle(this.stage.library((cycle % 2 == 0) ? "reload-v2" : "reload-v1"));
            assertThat(report.generation()).isEqualTo(cycle + 2);
            assertThat(this.stage.answering().answer()).isEqualTo((cycle % 2 == 0) ? 200 : 100);
            assertThat(this.stage.resolvable()).isEqualTo(handle);
            if (cycle % 10 == 0) {
                this.stage.awaitReclamation();
                assertThat(this.stage.mappedLibraries()).hasSize(1);
            }
        }
        assertThat(this.stage.answering().answer()).isEqualTo(100);
    }

    @Test
    @DisplayName("R-20 R-21 R-22 R-23 RL-12 RL-13 RL-15 AB-23 AB-24: 100 reloads tell Preparing, Reloaded 100 times in strict turn, with name and id")
    void everyReloadTellsItsPhases() {
        this.stage.load("reload-v1");
        for (int cycle = 0; cycle < 100; cycle++) {
            this.stage.runtime().reloadBundle(this.stage.library((cycle % 2 == 0) ? "reload-v2" : "reload-v1"));
        }
        this.stage.awaitReclamation();
        List<ReloadPhase> brackets = this.stage.phases.stream()
            .filter((each) -> !(each instanceof ReloadPhase.Reclaimed))
            .toList();
        assertThat(brackets).hasSize(200);
        for (int i = 0; i < 100; i++) {
            assertThat(brackets.get(2 * i))
                .isEqualTo(new ReloadPhase.Preparing("reload", BundleId.of("reload"), i + 2, i + 1, ReloadKind.RELOAD));
            Duration duration = ((ReloadPhase.Reloaded) brackets.get(2 * i + 1)).duration();
            assertThat(duration).isPositive();
            assertThat(brackets.get(2 * i + 1)).isEqualTo(new ReloadPhase.Reloaded("reload", BundleId.of("reload"),
                    i + 2, (i % 2 == 0) ? V2 : V1, i + 1, duration, ReloadKind.RELOAD));
        }
        assertThat(this.stage.phases(ReloadPhase.Reclaimed.class)).extracting(ReloadPhase::generation)
            .containsExactlyElementsOf(LongStream.rangeClosed(1, 100).boxed().toList());
    }

    @Test
    @DisplayName("docs/behaviour.md 13.2: folder, library, missing file of an existing folder's manifest, and name"
            + " all mean the bundle")
    void bundleIsNamedByFolderFileOrName() {
        this.stage.load("reload-v1");
        PolyplugRuntime runtime = this.stage.runtime();
        assertThat(runtime.reloadBundle(this.stage.bundle("reload-v2")).version()).isEqualTo(V2);
        assertThat(runtime.reloadBundle(this.stage.bundle("reload-v1").resolve("manifest.toml")).version())
            .isEqualTo(V1);
        assertThat(runtime.reloadBundle(this.stage.library("reload-v2")).version()).isEqualTo(V2);
        ReloadReport byName = runtime.reloadBundle("reload");
        assertThat(byName.version()).as("from where it was last activated").isEqualTo(V2);
        assertThat(byName.generation()).isEqualTo(5);
    }

    @Test
    @DisplayName("RL-16 W-06: reports and descriptions tell versions, folder, generation, time and handles")
    void reportsAndDescriptionsFollowTheReload() {
        Instant start = Instant.now();
        BundleInfo loaded = this.stage.load("reload-v1");
        assertThat(loaded.name()).isEqualTo("reload");
        assertThat(loaded.id()).isEqualTo(BundleId.of("reload"));
        assertThat(loaded.version()).isEqualTo(V1);
        assertThat(loaded.directory()).isEqualTo(this.stage.bundle("reload-v1"));
        assertThat(loaded.generation()).isEqualTo(1);
        assertThat(loaded.activatedAt()).isBetween(start, Instant.now());
        assertThat(loaded.contracts()).singleElement().satisfies((contract) -> {
            assertThat(contract.id()).isEqualTo(Plugins.RELOAD_TEST);
            assertThat(contract.handle()).isEqualTo(this.stage.resolvable());
        });
        long revision = this.stage.runtime().revision();

        ReloadReport report = this.stage.runtime().reloadBundle(this.stage.bundle("reload-v2"));

        assertThat(report.bundleName()).isEqualTo("reload");
        assertThat(report.previousVersion()).isEqualTo(V1);
        assertThat(report.version()).isEqualTo(V2);
        assertThat(report.generation()).isEqualTo(2);
        assertThat(report.duration()).isPositive();
        assertThat(report.cascaded()).isEmpty();
        assertThat(report.cascadeFailures()).isEmpty();
        BundleInfo now = this.stage.runtime().bundle("reload").orElseThrow();
        assertThat(now.version()).isEqualTo(V2);
        assertThat(now.directory()).isEqualTo(this.stage.bundle("reload-v2"));
        assertThat(now.generation()).isEqualTo(2);
        assertThat(now.contracts()).isEqualTo(loaded.contracts());
        assertThat(this.stage.runtime().bundles()).containsExactly(now);
        assertThat(this.stage.runtime().revision()).isEqualTo(revision + 1);
    }

    @Test
    @DisplayName("R-56 W-04: a library that was overwritten in place is what a reload serves; until then the old one is")
    void libraryOverwrittenInPlaceIsServedAfterAReload() throws IOException {
        Path bundle = this.stage.bundle("reload-v1", "reload");
        this.stage.runtime().loadBundle(bundle);
        Object inode = Files.getAttribute(NativeFixtures.library(bundle), "unix:ino");
        for (int i = 0; i < 5; i++) {
            NativeFixtures.copyTo("reload-v2", bundle);
            assertThat(Files.getAttribute(NativeFixtures.library(bundle), "unix:ino")).isEqualTo(inode);
            assertThat(this.stage.answering().answer()).isEqualTo(100);
            this.stage.runtime().reloadBundle("reload");
            assertThat(this.stage.answering().answer()).isEqualTo(200);
            NativeFixtures.copyTo("reload-v1", bundle);
            assertThat(this.stage.answering().answer()).isEqualTo(200);
            this.stage.runtime().reloadBundle(bundle);
            assertThat(this.stage.answering().answer()).isEqualTo(100);
        }
    }

    @Test
    @DisplayName("a reload of the same files makes a new generation with variables of its own")
    void reloadOfTheSameFilesMakesANewGeneration() {
        Path bundle = this.stage.bundle("keeping");
        this.stage.runtime().loadBundle(bundle);
        Plugins.Keeping keeping = this.stage.runtime().contract(Plugins.Keeping.class);
        assertThat(keeping.again()).isEqualTo("again 1");
        assertThat(keeping.again()).isEqualTo("again 2");
        this.stage.runtime().reloadBundle(bundle);
        assertThat(keeping.again()).isEqualTo("again 1");
    }

    @Test
    @DisplayName("a stateless factory is lawful: the instance has an id and no data")
    void statelessFactoryIsLawful() {
        this.stage.load("reload-v1");
        assertThat(this.stage.answering().answer()).isEqualTo(100);
        this.stage.runtime().reloadBundle(this.stage.bundle("reload-stateless"));
        assertThat(this.stage.answering().answer()).isEqualTo(500);
        assertThat(this.stage.runtime().awaitReclamation(java.time.Duration.ofSeconds(60))).isTrue();
        assertThat(this.stage.runtime().statistics().liveInstances()).isZero();
    }

    @Test
    @DisplayName("a dropped contract that nobody uses goes, its handle turns stale, and the added one is there; RL-09")
    void droppedContractGoesAndAddedOneComes() {
        this.stage.load("reload-v1");
        GuestContractHandle dropped = this.stage.resolvable();
        this.stage.runtime().reloadBundle(this.stage.bundle("reload-dropped"));
        assertThat(this.stage.runtime().findGuestContract(Plugins.RELOAD_TEST, 0)).isEmpty();
        try (EpochGuard guard = this.stage.runtime().pin()) {
            assertThatExceptionOfType(StaleHandleException.class)
                .isThrownBy(() -> this.stage.runtime().resolve(dropped, guard));
        }
        assertThat(this.stage.runtime().contract(Plugins.Other.class).answer()).isEqualTo(300);
        assertThat(this.stage.runtime().bundle("reload").orElseThrow().contracts()).extracting(ContractInfo::name)
            .containsExactly("reload.other");
    }

    @Test
    @DisplayName("W-06: a bundle that was never loaded is not reloaded, and no phase is told")
    void bundleThatWasNeverLoadedIsNotReloaded() {
        assertThatExceptionOfType(BundleNotFoundException.class)
            .isThrownBy(() -> this.stage.runtime().reloadBundle(this.stage.bundle("reload-v1")))
            .withMessageContaining("'reload'");
        assertThatExceptionOfType(BundleNotFoundException.class)
            .isThrownBy(() -> this.stage.runtime().reloadBundle("reload"));
        assertThatExceptionOfType(BundleNotFoundException.class)
            .isThrownBy(() -> this.stage.runtime().rollbackBundle("reload"));
        assertThat(this.stage.phases).isEmpty();
        assertThat(this.stage.privateCopies()).isEmpty();
        assertThat(this.stage.runtime().bundles()).isEmpty();
    }

    @Test
    @DisplayName("docs/behaviour.md 13.2 step 1: without hot reload every reload and rollback is refused with no"
            + " phase; loads and unloads work")
    void withoutHotReloadReloadsAreRefused() {
        List<ReloadPhase> phases = new CopyOnWriteArrayList<>();
        PolyplugRuntime cold = this.stage.another((builder) -> builder.hotReload(false).onReload(phases::add));
        cold.loadBundle(this.stage.bundle("reload-v1"));
        assertThatExceptionOfType(ReloadException.class)
            .isThrownBy(() -> cold.reloadBundle(this.stage.bundle("reload-v2")))
            .withMessageContaining("hot-reload is disabled");
        assertThatExceptionOfType(ReloadException.class).isThrownBy(() -> cold.reloadBundle("reload"))
            .withMessageContaining("hot-reload is disabled");
        assertThatExceptionOfType(ReloadException.class).isThrownBy(() -> cold.rollbackBundle("reload"))
            .withMessageContaining("hot-reload is disabled");
        assertThat(phases).isEmpty();
        assertThat(cold.contract(Plugins.Answering.class).answer()).isEqualTo(100);
        cold.unloadBundle("reload");
        assertThat(cold.awaitReclamation(Duration.ofSeconds(60))).isTrue();
    }

}
