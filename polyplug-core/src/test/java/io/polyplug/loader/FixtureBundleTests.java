package io.polyplug.loader;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

import io.polyplug.Compatibility;
import io.polyplug.bundle.Manifest;
import io.polyplug.elf.ElfFile;
import io.polyplug.elf.ElfTrait;
import io.polyplug.error.BundleLoadException;
import io.polyplug.files.BundleCopy;
import io.polyplug.fixtures.NativeFixtures;
import io.polyplug.work.WorkDirectory;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Real bundles on the way from their folder to a library that may be opened.
 */
@EnabledOnOs(OS.LINUX)
class FixtureBundleTests {

    @TempDir
    Path temporary;

    @ParameterizedTest
    @ValueSource(strings = { "adder", "allocating", "borrowing", "caller", "consumer", "everything", "filters-broken",
            "filters-edges", "filters-edges-faster", "filters-sepia", "filters-waves", "hostapi", "keeping", "large",
            "large-v2", "marker", "marker-v2", "reload-dropped", "reload-duplicate", "reload-init-fails",
            "reload-no-functions", "reload-no-init", "reload-no-version", "reload-stateless", "reload-v1", "reload-v2",
            "reload-wrong-abi", "robust", "slow", "slow-v2" })
    void bundleIsReadCopiedAndItsLibraryAccepted(String bundle) throws IOException {
        ElfFile library = prepare(NativeFixtures.copyTo(bundle, this.temporary.resolve(bundle)));
        assertThat(library.needed()).contains("libc.so.6");
        assertThat(library.has(ElfTrait.UNIQUE_SYMBOLS)).isFalse();
        assertThat(library.has(ElfTrait.THREADS)).isFalse();
        assertThat(library.has(ElfTrait.THREAD_EXIT_DESTRUCTORS)).isFalse();
        assertThat(library.isMarkedNoDelete()).isFalse();
        assertThat(library.wantsExecutableStack()).isFalse();
    }

    @Test
    void bundleThatStartsThreadsIsKnown() throws IOException {
        assertThat(prepare(NativeFixtures.copyTo("threads", this.temporary.resolve("threads"))).has(ElfTrait.THREADS))
            .isTrue();
    }

    @Test
    @DisplayName("MF-17 a library that is only half written")
    void halfWrittenLibrary() throws IOException {
        Path folder = NativeFixtures.copyTo("reload-v1", this.temporary.resolve("reload"));
        Path library = NativeFixtures.library(folder);
        byte[] whole = Files.readAllBytes(library);
        for (int length = 0; length < whole.length; length += whole.length / 64) {
            Files.write(library, Arrays.copyOf(whole, length));
            assertThatExceptionOfType(BundleLoadException.class).as("%d bytes", length)
                .isThrownBy(() -> prepare(folder));
        }
    }

    private ElfFile prepare(Path folder) throws IOException {
        try (WorkDirectory work = WorkDirectory.open(this.temporary.resolve("work"))) {
            String name = folder.getFileName().toString();
            BundleCopy copy = BundleCopy.of(folder, work.newGenerationDirectory(name, 1), name);
            Manifest manifest = Manifest.read(copy.directory().resolve(Manifest.FILE_NAME), folder,
                    Compatibility.STRICT, (read) -> {
                    });
            Path library = Artifact.artifact(copy.directory(), manifest, folder);
            return ElfFile.read(library, library, manifest.name());
        }
    }

}
