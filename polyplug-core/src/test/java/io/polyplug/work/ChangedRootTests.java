package io.polyplug.work;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.polyplug.testing.ChildJvm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * A root folder that is no mount of its own, so that the table of mounts has no entry for
 * what lies directly below it.
 */
@EnabledOnOs(OS.LINUX)
class ChangedRootTests {

    /**
     * Everything of the system but {@code /work} is there, each folder as a mount that
     * nobody else sees.
     */
    private static final String SCRIPT = """
            set -e
            mount --make-rprivate /
            mount -t tmpfs none "$1"
            mkdir "$1/root"
            root="$1/root"
            shift
            for each in /*; do
                if [ -L "$each" ]; then
                    cp -P "$each" "$root$each"
                elif [ -d "$each" ]; then
                    mkdir "$root$each"
                    mount --rbind "$each" "$root$each"
                fi
            done
            exec chroot "$root" "$@"
            """;

    @Test
    void configuredWorkDirectoryIsUsedWithoutAnEntryForTheRoot() throws Exception {
        assumeTrue(canChangeTheRoot(), "whoever runs this may not change the root of a process");
        Path empty = Files.createTempDirectory("polyplug-root-");
        try {
            String answer = ChildJvm.with("-Xshare:auto")
                .behind(List.of("unshare", "--mount", "sh", "-c", SCRIPT, "sh", empty.toString()))
                .run(System.getProperty("java.class.path"), Opening.class);
            assertThat(answer).contains("mounted: false", "opened in /polyplug-changed-root/", "exit 0");
        }
        finally {
            Files.delete(empty);
        }
    }

    private static boolean canChangeTheRoot() throws Exception {
        try {
            Process process = new ProcessBuilder("unshare", "--mount", "chroot", "/", "true").redirectErrorStream(true)
                .start();
            process.getInputStream().readAllBytes();
            return process.waitFor() == 0;
        }
        catch (IOException ex) {
            return false;
        }
    }

    /** Opens a work directory below the root. */
    static final class Opening {

        private Opening() {
        }

        public static void main(String[] arguments) throws Exception {
            System.out.println("mounted: " + Files.readString(Path.of("/proc/self/mountinfo"))
                .lines()
                .anyMatch((line) -> line.split(" ")[4].equals("/")));
            try (WorkDirectory work = WorkDirectory.open(Path.of("/polyplug-changed-root"))) {
                System.out.println("opened in " + work.path());
            }
        }

    }

}
