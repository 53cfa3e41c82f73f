package io.polyplug.autoconfigure.kubernetes;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.polyplug.autoconfigure.ExpectedBackend;
import io.polyplug.fixtures.NativeFixtures;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * An application on a read-only root file system, whose bundles were copied by somebody
 * else before it started, and whose work directory is a tmpfs: as in a pod with an init
 * container and an {@code emptyDir} in memory.
 */
class ReadOnlyRootTests {

    private static final int BALLAST = 4 << 20;

    private static final String MOUNTS = """
            set -e
            mount --make-rprivate /
            mount -t tmpfs -o size=$2,mode=0755 tmpfs "$1/volume"
            mkdir "$1/volume/tmp"
            mount -t tmpfs -o size=32m tmpfs "$1/bundles"
            cp -r "$1/image/." "$1/bundles"
            mount -o remount,ro "$1/bundles"
            mount -o remount,ro,bind /
            shift 2
            exec "$@"
            """;

    @TempDir
    private Path folder;

    @BeforeEach
    void prepare() throws IOException, InterruptedException {
        assumeTrue(run(List.of("unshare", "--mount", "true")).exit == 0,
                "this user may not make mounts of its own (unshare --mount)");
        for (String name : List.of("volume", "bundles", "image")) {
            Files.createDirectory(this.folder.resolve(name));
        }
        Path bundle = NativeFixtures.copyTo("reload-v1", this.folder.resolve("image").resolve("reload"));
        byte[] ballast = new byte[BALLAST];
        new Random(1).nextBytes(ballast);
        Files.write(this.folder.resolve("image").resolve("reload").resolve("model.bin"), ballast);
        assertThat(bundle).exists();
    }

    @Test
    void workDirectoryIsAllThatIsWrittenToAndHoldsTheActiveAndThePreviousCopy() throws Exception {
        Run run = start("64m", "--polyplug.work-directory=" + this.folder.resolve("volume"));
        assertThat(run.output).as(run.output)
            .contains("[root is writable: false]", "[answer: 100]", "[answer at last: 100]");
        assertThat(run.exit).isZero();
        assertThat(run.number("used after load")).isBetween((long) BALLAST, BALLAST * 3L / 2);
        for (int i = 1; i <= 3; i++) {
            assertThat(run.number("used after reload " + i)).isBetween(BALLAST * 2L, BALLAST * 5L / 2);
        }
    }

    @Test
    void reloadThatFindsNoRoomIsRefused() throws Exception {
        Run run = start("6m", "--polyplug.work-directory=" + this.folder.resolve("volume"));
        assertThat(run.output).as(run.output)
            .contains("[answer: 100]", "Refused to reload bundle 'reload'", "No space left on device");
    }

    @Test
    void rootThatCannotBeWrittenToIsNamed() throws Exception {
        Run run = start("64m", "--polyplug.work-directory=" + this.folder.resolve("elsewhere"));
        assertThat(run.exit).isEqualTo(1);
        assertThat(run.output).contains("APPLICATION FAILED TO START", this.folder.resolve("elsewhere").toString());
    }

    private Run start(String size, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("unshare", "--mount", "sh", "-c", MOUNTS, "sh",
                this.folder.toString(), size, Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:-UsePerfData", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC",
                "-Djava.io.tmpdir=" + this.folder.resolve("volume").resolve("tmp"), "-cp",
                System.getProperty("java.class.path"), ContainedApplication.class.getName(),
                "--spring.main.web-application-type=none", "--polyplug.backend=" + ExpectedBackend.name(),
                "--polyplug.locations=" + this.folder.resolve("bundles")));
        command.addAll(List.of(arguments));
        return run(command);
    }

    private static Run run(List<String> command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"));
        try {
            Process process = builder.start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Run(output, process.waitFor());
        }
        catch (IOException ex) {
            return new Run(ex.toString(), 127);
        }
    }

    private record Run(String output, int exit) {

        long number(String what) {
            Matcher matcher = Pattern.compile("\\[" + what + ": (\\d+)]").matcher(this.output);
            assertThat(matcher.find()).as(what + " in " + this.output).isTrue();
            return Long.parseLong(matcher.group(1));
        }

    }

}
