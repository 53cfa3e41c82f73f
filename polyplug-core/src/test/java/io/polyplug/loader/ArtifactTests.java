package io.polyplug.loader;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import io.polyplug.bundle.Manifest;
import io.polyplug.contract.BundleId;
import io.polyplug.contract.Version;
import io.polyplug.error.BundleLoadException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A manifest names a library inside its own folder, or none.
 */
class ArtifactTests {

    @TempDir
    Path temporary;

    Path directory;

    @BeforeEach
    void createBundle() throws IOException {
        this.directory = Files.createDirectory(this.temporary.resolve("bundle"));
        Files.writeString(this.temporary.resolve("outside.so"), "");
        Files.createDirectory(this.directory.resolve("lib"));
        Files.writeString(this.directory.resolve("lib").resolve("p.so"), "");
    }

    @Test
    void libraryInASubfolderIsFound() {
        assertThat(Artifact.artifact(this.directory, manifest("lib/p.so"), this.directory))
            .isEqualTo(this.directory.resolve("lib").resolve("p.so"));
        assertThat(Artifact.artifact(this.directory, manifest("lib/../lib/p.so"), this.directory)).exists();
    }

    @Test
    void linkedFolderInsideIsFine() throws IOException {
        Files.createSymbolicLink(this.directory.resolve("current"), Path.of("lib"));
        assertThat(Artifact.artifact(this.directory, manifest("current/p.so"), this.directory)).exists();
    }

    @ParameterizedTest
    @ValueSource(strings = { "../outside.so", "lib/../../outside.so", "../missing.so", "/etc/hostname", ".." })
    @DisplayName("NL-05, docs/abi.md 8.3 row 16: a library outside the bundle")
    void outside(String file) {
        assertRefused(file, "'" + file + "'", "outside the bundle directory", "Put the library itself");
    }

    @ParameterizedTest
    @CsvSource({ "p.so, lib/p.so", "lib/q.so, p.so", "lib/r.so, ../lib/p.so", "..data/p.so, ../lib/p.so" })
    @DisplayName("NL-06: a library that is a link to one inside is the file that it leads to (upstream refuses it)")
    void linkInside(String file, String target) throws IOException {
        Path link = this.directory.resolve(file);
        Files.createDirectories(link.getParent());
        Files.createSymbolicLink(link, Path.of(target));
        assertThat(Artifact.artifact(this.directory, manifest(file), this.directory))
            .isEqualTo(this.directory.resolve("lib").resolve("p.so"));
        assertThat(Artifact.folder(this.directory, manifest(file), this.directory)).isEqualTo(link.getParent());
    }

    @Test
    @DisplayName("docs/abi.md 8.3 row 16: a library that is a link out of the bundle")
    void linkOutside() throws IOException {
        Files.createSymbolicLink(this.directory.resolve("p.so"), Path.of("..", "outside.so"));
        assertRefused("p.so", "outside the bundle directory", "symbolic link that leads there");
    }

    @Test
    void linkToNothing() throws IOException {
        Files.createSymbolicLink(this.directory.resolve("p.so"), Path.of("missing.so"));
        assertRefused("p.so", "a link that leads to nothing", "Build the library");
    }

    @Test
    @DisplayName("docs/abi.md 8.3 row 16: a folder on the way that leads outside")
    void linkedFolderOutside() throws IOException {
        Files.createSymbolicLink(this.directory.resolve("up"), Path.of(".."));
        assertRefused("up/outside.so", "outside the bundle directory", "a folder on the way");
    }

    @Test
    @DisplayName("MF-20, NL-08, docs/abi.md 8.3 row 17: a library that is missing")
    void missing() {
        assertRefused("lib/q.so", "does not exist: " + this.directory.resolve("lib").resolve("q.so"));
    }

    @Test
    void folder() {
        assertRefused("lib", "which is not a file");
    }

    @Test
    @DisplayName("a library whose name is no path here")
    void unmappableName() {
        assertRefused("p\0.so", "which is not a path");
    }

    private void assertRefused(String file, String... parts) {
        assertThatExceptionOfType(BundleLoadException.class)
            .isThrownBy(() -> Artifact.artifact(this.directory, manifest(file), this.directory))
            .withMessageStartingWith("Bundle 'tools' was not loaded: ")
            .satisfies((ex) -> {
                for (String part : parts) {
                    assertThat(ex).hasMessageContaining(part);
                }
            });
    }

    private static Manifest manifest(String file) {
        return new Manifest("tools", BundleId.of("tools"), new Version(1, 0, 0), "native", file, List.of(), Map.of(),
                List.of(), false, Manifest.JvmSettings.DEFAULTS);
    }

}
