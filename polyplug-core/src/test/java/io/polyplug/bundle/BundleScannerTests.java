package io.polyplug.bundle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import io.polyplug.error.BundleLoadException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

    private Path bundle(String name) throws IOException {
        Path bundle = Files.createDirectory(this.parent.resolve(name));
        Files.writeString(bundle.resolve(Manifest.FILE_NAME), "");
        return bundle;
    }

}
