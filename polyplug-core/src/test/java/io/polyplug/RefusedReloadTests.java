package io.polyplug;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import io.polyplug.contract.GuestContractHandle;
import io.polyplug.error.BundleNotFoundException;
import io.polyplug.error.PolyplugException;
import io.polyplug.error.ReloadException;
import io.polyplug.fixtures.NativeFixtures;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Builds that cannot serve: the version that served goes on, the reason is told, and
 * nothing is lost or left over.
 */
@Timeout(300)
class RefusedReloadTests {

    @RegisterExtension
    final Stage stage = new Stage();

    private Path bundle = Path.of("");

    private Plugins.Answering answering;

    @BeforeEach
    void loadTheGoodVersion() {
        this.bundle = this.stage.bundle("reload-v1", "reload");
        this.stage.leaveMarks(this.bundle);
        this.stage.runtime().loadBundle(this.bundle);
        this.answering = this.stage.answering();
        assertThat(this.answering.answer()).isEqualTo(100);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @DisplayName("W-02 RL-01 RL-02 RL-03 RL-14 AB-26 R-53: the old version serves, Failed tells the reason, nothing is lost, and the next"
            + " good build loads")
    @CsvSource(delimiter = '|', textBlock = """
            reload-wrong-abi                 | ABI version mismatch
            reload-no-version                | polyplug_abi_version
            reload-no-init                   | polyplug_init
            reload-init-fails                | the licence file is missing
            reload-init-fails-silently       | 256
            reload-init-registers-then-fails | registered, then changed its mind
            reload-no-instance               | returned no instance
            reload-no-functions              | has 0 functions
            reload-null-factory              | create_instance
            reload-duplicate                 | duplicate provider
            reload-dropped                   | drops contract 'reload.test'
            """)
    void buildThatCannotServeIsRefused(String build, String reason) {
        NativeFixtures.copyTo(build, this.bundle);
        assertRefused(() -> this.stage.runtime().reloadBundle("reload"), reason, true);
        assertRefused(() -> this.stage.runtime().reloadBundle(this.bundle), reason, true);
        assertRefused(() -> this.stage.runtime().reloadBundle(NativeFixtures.library(this.bundle)), reason, true);
        assertNextGoodBuildLoads();
    }

    @ParameterizedTest(name = "{0} bytes")
    @DisplayName("MF-17: a library cut short is refused before it is opened")
    @ValueSource(ints = { 0, 1, 63, 64, 1000, 4096, 9000 })
    void truncatedLibraryIsRefused(int length) throws IOException {
        NativeFixtures.copyLibraryTo("reload-v2", this.bundle);
        Path library = NativeFixtures.library(this.bundle);
        byte[] whole = Files.readAllBytes(library);
        assertThat(whole.length).isGreaterThan(length);
        Files.write(library, Arrays.copyOf(whole, length));
        assertRefused(() -> this.stage.runtime().reloadBundle("reload"), "libreload.so", true);
        assertNextGoodBuildLoads();
    }

    @Test
    @DisplayName("MF-18 MF-20: garbage and nothing in the library's place are refused")
    void garbageAndMissingLibrariesAreRefused() throws IOException {
        Path library = NativeFixtures.library(this.bundle);
        Files.writeString(library, "This is not a library. ".repeat(1000));
        assertRefused(() -> this.stage.runtime().reloadBundle("reload"), "libreload.so", true);
        Files.delete(library);
        assertRefused(() -> this.stage.runtime().reloadBundle("reload"), "does not exist", true);
        assertNextGoodBuildLoads();
    }

    @ParameterizedTest(name = "{1}")
    @DisplayName("RL-07 MF-06: a manifest that says what it may not is told as Failed without Preparing")
    @CsvSource(delimiter = '|', textBlock = """
            id = 1                  | tampered
            version = "latest"      | version
            loader = "lua"          | lua
            file = ""               | file
            this is not TOML        | not valid TOML
            """)
    void brokenManifestIsRefused(String line, String reason) throws IOException {
        Path manifest = this.bundle.resolve("manifest.toml");
        String key = line.substring(0, Math.max(0, line.indexOf('=')));
        String text = Files.readString(manifest)
            .lines()
            .filter((each) -> key.isEmpty() || !each.startsWith(key))
            .reduce(line, (before, each) -> before + "\n" + each);
        Files.writeString(manifest, text);
        assertRefused(() -> this.stage.runtime().reloadBundle("reload"), reason, false);
        assertRefused(() -> this.stage.runtime().reloadBundle(this.bundle), reason, false);
        assertNextGoodBuildLoads();
    }

    @Test
    @DisplayName("W-06: a folder that turned into another bundle is refused by name, and unknown by path")
    void folderThatTurnedIntoAnotherBundleIsRefused() {
        NativeFixtures.copyTo("slow", this.bundle);
        assertRefused(() -> this.stage.runtime().reloadBundle("reload"), "'slow'", false);
        BundleNotFoundException unknown = catchThrowableOfType(BundleNotFoundException.class,
                () -> this.stage.runtime().reloadBundle(this.bundle));
        assertThat(unknown).hasMessageContaining("'slow'");
        assertThat(this.answering.answer()).isEqualTo(100);
        assertNextGoodBuildLoads();
    }

    @Test
    @DisplayName("docs/behaviour.md 13.2 step 3: a file that does not exist is told as Failed, and so is a folder"
            + " that has gone")
    void missingFileAndMissingFolderAreRefused() throws IOException {
        assertRefused(() -> this.stage.runtime().reloadBundle(this.bundle.resolve("no-such.so")),
                "bundle library not found at", false);
        Path away = this.bundle.resolveSibling("away");
        Files.move(this.bundle, away);
        assertRefused(() -> this.stage.runtime().reloadBundle("reload"), "manifest.toml", false);
        Files.move(away, this.bundle);
        assertNextGoodBuildLoads();
    }

    @Test
    @DisplayName("a path with no bundle at all is refused without any phase")
    void pathWithoutABundleIsRefused() throws IOException {
        Path nothing = Files.createDirectory(this.stage.folder().resolve("nothing"));
        List<ReloadPhase> before = List.copyOf(this.stage.phases);
        for (Path path : List.of(nothing, nothing.resolve("missing"), nothing.resolve("missing").resolve("too"))) {
            PolyplugException failure = catchThrowableOfType(PolyplugException.class,
                    () -> this.stage.runtime().reloadBundle(path));
            assertThat(failure).isNotNull();
        }
        assertThat(this.stage.phases).isEqualTo(before);
        assertNextGoodBuildLoads();
    }

    @Test
    @DisplayName("the unused provider may come without an instance or functions: nobody can be hurt")
    void buildsAreCheckedAgainstTheProxiesThatExist() {
        PolyplugRuntime unused = this.stage.another((builder) -> {
        });
        unused.loadBundle(this.stage.bundle("reload-v1"));
        assertThat(unused.reloadBundle(this.stage.bundle("reload-no-functions")).generation()).isEqualTo(2);
        assertThat(unused.reloadBundle(this.stage.bundle("reload-dropped")).generation()).isEqualTo(3);
    }

    @Test
    @DisplayName("R-53: 40 refused reloads between 40 good ones, under readers: no call fails")
    void refusedReloadsBetweenGoodOnesUnderReaders() {
        try (Crew readers = Crew.repeating(4, (reader) -> assertThat(this.answering.answer()).isIn(100, 200))) {
            readers.awaitRounds(1);
            for (int i = 0; i < 40; i++) {
                Path good = this.stage.bundle((i % 2 == 0) ? "reload-v2" : "reload-v1");
                this.stage.runtime().reloadBundle(good);
                Path bad = this.stage.bundle((i % 2 == 0) ? "reload-init-registers-then-fails" : "reload-no-instance");
                assertThat(catchThrowableOfType(ReloadException.class, () -> this.stage.runtime().reloadBundle(bad)))
                    .isNotNull();
                assertThat(this.answering.answer()).isEqualTo((i % 2 == 0) ? 200 : 100);
            }
            readers.awaitRounds(1);
        }
        assertThat(this.stage.phases(ReloadPhase.Failed.class)).hasSize(40);
        assertThat(this.stage.runtime().bundle("reload").orElseThrow().generation()).isEqualTo(41);
    }

    private void assertRefused(Runnable reload, String reason, boolean prepared) {
        this.stage.awaitReclamation();
        BundleInfo before = this.stage.runtime().bundle("reload").orElseThrow();
        RuntimeStatistics statistics = this.stage.runtime().statistics();
        GuestContractHandle handle = this.stage.resolvable();
        List<String> copies = this.stage.privateCopies();
        List<String> mapped = this.stage.mappedLibraries();
        int told = this.stage.phases.size();

        ReloadException failure = catchThrowableOfType(ReloadException.class, reload::run);

        assertThat(failure).hasMessageContaining(reason)
            .hasMessageContaining("reload failed for bundle 'reload'")
            .hasMessageContaining("Version 1.0.0 (generation " + before.generation() + ") goes on serving");
        assertThat(failure.isReentrant()).isFalse();
        assertThat(failure.bundleName()).isEqualTo("reload");
        assertThat(this.answering.answer()).isEqualTo(100);
        assertThat(this.stage.resolvable()).isEqualTo(handle);
        assertThat(this.stage.runtime().findAllGuestContracts(Plugins.RELOAD_TEST, 0)).containsExactly(handle);
        assertThat(this.stage.runtime().bundle("reload")).contains(before);
        assertThat(this.stage.runtime().statistics()).usingRecursiveComparison()
            .ignoringFields("guestBytes", "calls")
            .isEqualTo(statistics);
        assertThat(this.stage.runtime().statistics().guestBytes().values()).containsOnly(0L);
        assertThat(this.stage.privateCopies()).isEqualTo(copies);
        assertThat(this.stage.mappedLibraries()).isEqualTo(mapped);
        assertPhases(this.stage.phases.stream().skip(told).toList(), failure, reason, prepared);
    }

    private void assertPhases(List<ReloadPhase> told, ReloadException failure, String reason, boolean prepared) {
        assertThat(told).hasSize(prepared ? 2 : 1);
        if (prepared) {
            assertThat(told.get(0)).isInstanceOf(ReloadPhase.Preparing.class);
        }
        ReloadPhase.Failed failed = (ReloadPhase.Failed) told.get(told.size() - 1);
        assertThat(failed.bundleName()).isEqualTo("reload");
        assertThat(failed.generation()).isEqualTo(this.stage.runtime().bundle("reload").orElseThrow().generation() + 1);
        assertThat(failed.previousGeneration()).isEqualTo(failed.generation() - 1);
        assertThat(failed.duration()).isPositive();
        assertThat(failed.kind()).isEqualTo(ReloadKind.RELOAD);
        assertThat(failed.reason()).contains(reason);
        assertThat(failed.cause()).isSameAs(failure);
    }

    /** Whatever failed: the next good build is served, with the next number. */
    private void assertNextGoodBuildLoads() {
        long serving = this.stage.runtime().bundle("reload").orElseThrow().generation();
        NativeFixtures.copyTo("reload-v2", this.bundle);
        ReloadReport report = this.stage.runtime().reloadBundle(this.bundle);
        assertThat(report.generation()).isEqualTo(serving + 1);
        assertThat(this.answering.answer()).isEqualTo(200);
        this.stage.awaitReclamation();
        assertThat(this.stage.marks("opened")).hasSizeGreaterThanOrEqualTo(2);
        assertThat(this.stage.marks("closed")).as("whatever was opened and does not serve is closed, once")
            .hasSize(this.stage.marks("opened").size() - 1)
            .doesNotHaveDuplicates();
        assertThat(this.stage.mappedLibraries()).hasSize(1);
    }

}
