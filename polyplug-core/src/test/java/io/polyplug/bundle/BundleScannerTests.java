package io.polyplug.bundle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.polyplug.error.BundleLoadException;
import io.polyplug.testing.CapturedLog;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Which folders count as bundles.
 */
class BundleScannerTests {

    @TempDir
    Path temporary;

    Path parent;

    @BeforeEach
    void createParent() throws IOException {
        this.parent = Files.createDirectory(this.temporary.resolve("plugins"));
    }

    @Test
    @DisplayName("W-25 bundles come in the order of their names, valid or not; other children do not count")
    void bundlesAreSortedAndOthersIgnored() throws IOException {
        bundle("zebra");
        bundle("apple");
        Files.writeString(bundle("Mango").resolve(Manifest.FILE_NAME), "corrupt");
        Files.createDirectory(this.parent.resolve("no-manifest"));
        Files.createDirectories(this.parent.resolve("nested").resolve("deep"));
        Files.writeString(this.parent.resolve("nested").resolve("deep").resolve(Manifest.FILE_NAME), "");
        Files.writeString(this.parent.resolve(Manifest.FILE_NAME), "");
        assertThat(BundleScanner.bundlesIn(this.parent)).containsExactly(this.parent.resolve("Mango"),
                this.parent.resolve("apple"), this.parent.resolve("zebra"));
    }

    @Test
    @DisplayName("DI-10 an empty folder holds nothing")
    void emptyFolder() {
        assertThat(BundleScanner.bundlesIn(this.parent)).isEmpty();
    }

    @Test
    void linkToAFolderCounts() throws IOException {
        Path elsewhere = Files.createDirectory(this.temporary.resolve("elsewhere"));
        Files.writeString(elsewhere.resolve(Manifest.FILE_NAME), "");
        Path link = Files.createSymbolicLink(this.parent.resolve("linked"), elsewhere);
        assertThat(BundleScanner.bundlesIn(this.parent)).containsExactly(link);
    }

    @Test
    @DisplayName("DI-08 a missing folder is refused by name (upstream skips it)")
    void missingFolder() {
        Path missing = this.temporary.resolve("missing");
        assertThatExceptionOfType(BundleLoadException.class).isThrownBy(() -> BundleScanner.bundlesIn(missing))
            .withMessageContaining(missing.toString())
            .withMessageContaining("Create it or correct the path")
            .satisfies((ex) -> assertThat(ex.bundleName()).isEqualTo("missing"));
    }

    @Test
    void fileInsteadOfFolder() throws IOException {
        Path file = Files.writeString(this.temporary.resolve("file"), "");
        assertThatExceptionOfType(BundleLoadException.class).isThrownBy(() -> BundleScanner.bundlesIn(file))
            .withMessageContaining("not a directory but a file");
    }

    @Test
    @DisplayName("DI-09 an unreadable folder is refused by name")
    void unreadableFolder() throws IOException {
        assumeTrue(this.parent.toFile().setReadable(false) && !Files.isReadable(this.parent),
                "whoever runs this may read everything");
        try {
            assertThatExceptionOfType(BundleLoadException.class).isThrownBy(() -> BundleScanner.bundlesIn(this.parent))
                .withMessageContaining(this.parent.toString())
                .withMessageContaining("permission denied");
        }
        finally {
            assertThat(this.parent.toFile().setReadable(true)).isTrue();
        }
    }

    @Test
    void linkBesideTheFolderThatItLeadsToTakesItsPlace() throws IOException {
        Path one = bundle("tools-1.0.0");
        bundle("tools-2.0.0");
        Path current = Files.createSymbolicLink(this.parent.resolve("current"), Path.of("tools-2.0.0"));
        assertThat(BundleScanner.bundlesIn(this.parent)).containsExactly(current, one);
    }

    private List<String> warnings() {
        try (CapturedLog log = CapturedLog.warningsOf("polyplug.locations")) {
            BundleScanner.bundlesIn(this.parent);
            return log.lines();
        }
    }

    @Test
    void childrenThatCannotBeLookedIntoAreOneWarning() throws IOException {
        Path good = bundle("good");
        Files.createSymbolicLink(this.parent.resolve("gone"), Path.of("..", "nowhere"));
        Files.createSymbolicLink(this.parent.resolve("loop"), Path.of("loop"));
        assertThat(warnings()).singleElement()
            .asString()
            .startsWith("WARN Passed over in " + this.parent + ": ")
            .contains("'gone' cannot be looked into: it is a link that leads to nothing",
                    "'loop' cannot be looked into: Too many levels of symbolic links");
        assertThat(BundleScanner.bundlesIn(this.parent)).containsExactly(good);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void childWhoseManifestHasTooLongAPathIsAWarning() throws IOException {
        int longest = 4095;
        Path deep = this.parent;
        while (deep.toString().length() < longest - 300) {
            deep = deep.resolve("d".repeat(200));
        }
        this.parent = Files.createDirectories(deep.resolve("e".repeat(longest - 16 - deep.toString().length())));
        Files.createDirectory(this.parent.resolve("lost+found"));
        assertThat(warnings()).singleElement()
            .asString()
            .contains("No bundle was found in " + this.parent,
                    "'lost+found' cannot be looked into: File name too long");
    }

    @Test
    void childThatOnlyOthersMayEnterIsAWarning() throws IOException {
        Path good = bundle("good");
        Path closed = Files.createDirectory(this.parent.resolve("lost+found"));
        assumeTrue(closed.toFile().setExecutable(false) && !Files.isExecutable(closed),
                "whoever runs this may enter everything");
        try {
            assertThat(warnings()).singleElement()
                .asString()
                .contains("'lost+found' cannot be looked into: permission denied");
            assertThat(BundleScanner.bundlesIn(this.parent)).containsExactly(good);
        }
        finally {
            assertThat(closed.toFile().setExecutable(true)).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '"',
            value = { "tools/Manifest.toml, 'tools/Manifest.toml' has to be called manifest.toml",
                    "tools/manifest.tml, 'tools/manifest.tml' has to be called manifest.toml",
                    "tools/manifets.toml, 'tools/manifets.toml' has to be called manifest.toml",
                    "tools/manifest.yaml, 'tools/manifest.yaml' has to be called manifest.toml",
                    "tools/manifest.toml.txt, 'tools/manifest.toml.txt' has to be called manifest.toml",
                    "manifest.tml, 'manifest.tml' lies in it and has to be called manifest.toml",
                    "releases/tools/manifest.toml, in 'releases/tools': name /",
                    "tools/libtools.so, 'tools' has a library and no manifest.toml",
                    "tools/libtools.so.1.2, 'tools' has a library and no manifest.toml",
                    "libtools.so, 'libtools.so' lies in it without a folder of its own",
                    "tools.zip, the name of 'tools.zip' has to end with .ppb",
                    "tools.ppb.tmp, the name of 'tools.ppb.tmp' has to end with .ppb",
                    "tools.PPB, the name of 'tools.PPB' has to end with .ppb",
                    "notes/readme, none of what is in it is a folder with such a file" })
    void nearMissesAreNamedWhereNothingWasFound(String file, String remark) throws IOException {
        Path miss = this.parent.resolve(file);
        Files.createDirectories(miss.getParent());
        Files.writeString(miss, "");
        assertThat(warnings()).singleElement()
            .asString()
            .contains("No bundle was found in " + this.parent, remark,
                    "Each bundle is a folder in it with a manifest.toml, or an archive, a .ppb file");
    }

    @Test
    void archivesAreFoundBesideFolders() throws IOException {
        Path folder = bundle("tools");
        Path archive = Files.writeString(this.parent.resolve("more.ppb"), "read by whoever loads it");
        Path elsewhere = Files.createDirectory(this.parent.resolveSibling("elsewhere"));
        Path link = Files.createSymbolicLink(this.parent.resolve("linked.ppb"),
                Files.writeString(elsewhere.resolve("linked-1.0.ppb"), ""));
        Path beside = Files.createSymbolicLink(this.parent.resolve("another.ppb"), archive);
        Files.writeString(this.parent.resolve("._more.ppb"), "of a Mac");
        assertThat(BundleScanner.bundlesIn(this.parent)).containsExactly(beside, link, folder);
        assertThat(warnings()).isEmpty();
    }

    @Test
    void locationInsideOfABundleIsToldWhereNothingWasFound() throws IOException {
        Path bundle = bundle("tools");
        this.parent = Files.createDirectory(bundle.resolve("lib"));
        assertThat(warnings()).singleElement()
            .asString()
            .contains("it is empty", "it lies in the bundle " + bundle + ": name that, or the folder around it");
    }

    @Test
    void misspeltManifestBesideGoodOnesIsTold() throws IOException {
        bundle("good");
        Files.writeString(Files.createDirectory(this.parent.resolve("tools")).resolve("MANIFEST.TOML"), "");
        assertThat(warnings()).singleElement()
            .asString()
            .contains("Passed over in " + this.parent, "'tools/MANIFEST.TOML' has to be called manifest.toml");
    }

    @Test
    void whatLooksLikeNothingIsNotTold() throws IOException {
        bundle("good");
        Files.createDirectory(this.parent.resolve("notes"));
        Files.writeString(this.parent.resolve("readme"), "");
        Files.createDirectories(this.parent.resolve("backup").resolve("good"));
        Files.writeString(this.parent.resolve("backup").resolve("good").resolve(Manifest.FILE_NAME), "");
        assertThat(warnings()).isEmpty();
    }

    @Test
    void volumeOfSeveralBundlesIsLinksToItsHiddenFolder() throws IOException {
        Path hidden = Files.createDirectories(this.parent.resolve("..2026_01").resolve("tools"));
        Files.writeString(hidden.resolve(Manifest.FILE_NAME), "");
        Files.createSymbolicLink(this.parent.resolve("..data"), Path.of("..2026_01"));
        Path tools = Files.createSymbolicLink(this.parent.resolve("tools"), Path.of("..data", "tools"));
        assertThat(warnings()).isEmpty();
        assertThat(BundleScanner.bundlesIn(this.parent)).containsExactly(tools);
    }

    private Path bundle(String name) throws IOException {
        Path bundle = Files.createDirectory(this.parent.resolve(name));
        Files.writeString(bundle.resolve(Manifest.FILE_NAME), "");
        return bundle;
    }

}
