package io.polyplug.sources;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Another process that uses an archive until its input ends, or it does.
 */
final class ArchiveUser {

    private ArchiveUser() {
    }

    static Process start(Path directory, Path archive) throws IOException {
        return new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path"), ArchiveUser.class.getName(), directory.toString(),
                archive.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    }

    public static void main(String[] args) throws IOException {
        try (ArchiveStore store = ArchiveStore.in(Path.of(args[0]), 1)) {
            System.out.println(store.use("reload", List.of(Path.of(args[1]))));
            System.in.read();
        }
    }

}
