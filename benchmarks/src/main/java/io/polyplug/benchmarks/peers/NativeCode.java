package io.polyplug.benchmarks.peers;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** What was compiled from C. */
final class NativeCode {

    private NativeCode() {
    }

    /**
     * Copies both versions of a file.
     * @param resource where it is on the class path; {@code %s} stands for what folders
     * of the version end with
     * @param folder where the copies go
     * @return the copies
     */
    static Versions<Path> copyTo(Path folder, String resource) throws IOException {
        return Versions.of((version) -> copy(folder, resource.formatted(version.suffix())));
    }

    private static Path copy(Path folder, String resource) throws IOException {
        Path copy = folder.resolve(resource.substring(1).replace('/', '-'));
        try (InputStream stream = Objects.requireNonNull(NativeCode.class.getResourceAsStream(resource), resource)) {
            Files.copy(stream, copy);
        }
        if (!copy.toFile().setExecutable(true)) {
            throw new IOException(copy + " cannot be made executable");
        }
        return copy;
    }

}
