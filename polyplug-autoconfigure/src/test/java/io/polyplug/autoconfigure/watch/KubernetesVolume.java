package io.polyplug.autoconfigure.watch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

import io.polyplug.fixtures.NativeFixtures;
import org.jspecify.annotations.Nullable;

import org.springframework.util.FileSystemUtils;

/**
 * A volume of a ConfigMap, written to as the kubelet does: into a new folder whose name
 * begins with two dots, to which the link {@code ..data} is then turned in one step; the
 * files that people see are links through that one, and the old folder goes.
 */
final class KubernetesVolume {

    private final Path path;

    private int round;

    private @Nullable Path present;

    KubernetesVolume(Path path) {
        this.path = path;
    }

    /** Publishes a build, with a line that makes it different from the one before. */
    void publish(String fixture, String line) {
        try {
            this.round++;
            Path next = this.path.resolve("..2026_11_29_06_00_00." + this.round);
            NativeFixtures.copyTo(fixture, next);
            Path manifest = next.resolve("manifest.toml");
            Files.writeString(manifest, line + "\n" + Files.readString(manifest));
            Path link = this.path.resolve("..data_tmp");
            Files.createSymbolicLink(link, next.getFileName());
            Files.move(link, this.path.resolve("..data"), StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            for (Path file : files(next)) {
                Path shown = this.path.resolve(file.getFileName());
                if (!Files.isSymbolicLink(shown)) {
                    Files.createSymbolicLink(shown, Path.of("..data").resolve(file.getFileName()));
                }
            }
            if (this.present != null) {
                FileSystemUtils.deleteRecursively(this.present);
            }
            this.present = next;
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
            stream.forEach(files::add);
        }
        return files;
    }

}
