package io.polyplug.autoconfigure.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link TemporaryFolder} among those of other processes.
 */
class TemporaryFolderTests {

    private static final String KIND = "polyplug-tests-";

    @TempDir
    private Path parent;

    private List<Path> all() throws IOException {
        try (Stream<Path> files = Files.list(this.parent.toRealPath())) {
            return files.toList();
        }
    }

    @Test
    void folderIsForThisUserAloneAndGoes() throws IOException {
        try (TemporaryFolder folder = TemporaryFolder.create(this.parent, KIND)) {
            Files.createFile(folder.path().resolve("copy"));
            assertThat(folder.path()).isDirectory().hasFileName(folder.path().getFileName().toString());
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.path())))
                .isEqualTo("rwx------");
        }
        assertThat(all()).isEmpty();
    }

    @Test
    void folderOfAKilledProcessGoesAndThoseOfLivingOnesStay() throws Exception {
        TemporaryFolder own = TemporaryFolder.create(this.parent, KIND);
        Path foreign = Files.createDirectory(this.parent.resolve(KIND + "of-nobody"));
        Process other = start();
        try {
            Path left = Path.of(other.inputReader().readLine());
            assertThat(left.resolve("copy")).exists();
            TemporaryFolder.create(this.parent, KIND).close();
            assertThat(left.resolve("copy")).as("of a process that lives").exists();
            other.destroyForcibly();
            assertThat(other.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(left.resolve("copy")).as("nobody has come by").exists();
            TemporaryFolder.create(this.parent, "polyplug-others-").close();
            assertThat(left.resolve("copy")).as("of another kind").exists();
            TemporaryFolder.create(this.parent, KIND).close();
            assertThat(left).doesNotExist();
            assertThat(own.path()).exists();
            assertThat(foreign).exists();
        }
        finally {
            other.destroyForcibly();
        }
        own.close();
        assertThat(all()).containsExactly(foreign.toRealPath());
    }

    private Process start() throws IOException {
        return new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path"), Owner.class.getName(), this.parent.toString(), KIND)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    }

    /** A process that has such a folder until it is killed. */
    static final class Owner {

        private Owner() {
        }

        public static void main(String[] args) throws IOException {
            Path folder = TemporaryFolder.create(Path.of(args[0]), args[1]).path();
            Files.createFile(folder.resolve("copy"));
            System.out.println(folder);
            System.in.read();
        }

    }

}
