package io.polyplug.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.polyplug.fixtures.NativeFixtures;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The system calls in C do reload.
 */
class FloorTests {

    private static final int RELOADS = 7;

    private final Stage stage = new Stage();

    private final List<Path> libraries = List.of(NativeFixtures.library(this.stage.bundle("large")),
            NativeFixtures.library(this.stage.bundle("large-v2")));

    @AfterEach
    void close() {
        this.stage.close();
    }

    @Test
    void newFilesAreRemoved() throws IOException {
        Path folder = reloaded(false);
        assertThat(namesIn(folder)).containsExactly("copy-5", "copy-6");
    }

    @Test
    void filesAreKeptAndWrittenOver() throws IOException {
        Path folder = reloaded(true);
        assertThat(namesIn(folder)).containsExactly("copy-5", "copy-6", "kept-4");
        assertThat(folder.resolve("kept-4/library.so")).hasSameBinaryContentAs(this.libraries.getFirst());
    }

    private Path reloaded(boolean writesOver) throws IOException {
        Path folder = this.stage.folder("copies");
        ReloadTimes times = new ReloadTimes("in C");
        try (Floor floor = new Floor(this.stage.floorLibrary(), folder, writesOver)) {
            for (int i = 0; i < RELOADS; i++) {
                floor.reload(this.libraries.get(i & 1), times);
                Path copy = folder.resolve("copy-" + i);
                assertThat(copy.resolve("library.so")).hasSameBinaryContentAs(this.libraries.get(i & 1));
                assertThat(mappedBelow(folder)).containsExactly(copy.resolve("library.so").toString());
            }
        }
        assertThat(mappedBelow(folder)).isEmpty();
        assertThat(times.returned().least()).isPositive();
        assertThat(times.reclaimed().least()).isGreaterThan(times.returned().least());
        return folder;
    }

    /** Libraries that the loader has mapped. */
    private static List<String> mappedBelow(Path folder) throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/maps"))) {
            return lines.filter((line) -> line.contains(folder + "/"))
                .map((line) -> line.substring(line.indexOf('/')))
                .distinct()
                .toList();
        }
    }

    private static List<String> namesIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map((file) -> file.getFileName().toString()).sorted().toList();
        }
    }

}
