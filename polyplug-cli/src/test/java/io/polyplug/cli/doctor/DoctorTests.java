package io.polyplug.cli.doctor;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import io.polyplug.cli.Terminal;
import io.polyplug.cli.doctor.Finding.Grade;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is found on the machine of the test, and on machines that are made up.
 */
class DoctorTests {

    @TempDir
    private Path folder;

    @Test
    void bundlesWorkWhereTheTestsRun() {
        Terminal terminal = Terminal.run("doctor", "--work-directory", this.folder);
        assertThat(terminal.exitCode()).as(terminal.out()).isZero();
        assertThat(terminal.out().lines().map((line) -> line.substring(9).split("  ")[0])).contains("java", "compiler",
                "native access", "jvm options", "libc", "backend", "work folder", "room", "file locks");
        assertThat(terminal.out()).contains("fine     native access", this.folder.getFileName().toString());
    }

    @Test
    void olderJavaIsSlowerAndWhy() {
        String text = Terminal.run("doctor").out();
        assertThat(text).contains((Runtime.version().feature() < 25) ? "slow     java" : "fine     java");
    }

    @Test
    void backendThatThereIsNotFails() {
        Terminal terminal = Terminal.run("doctor", "--backend", "magic");
        assertThat(terminal.exitCode()).isEqualTo(1);
        assertThat(terminal.out()).contains("fails    backend        There is no backend 'magic'");
    }

    @Test
    void folderThatIsNotThereFails() {
        Terminal terminal = Terminal.run("doctor", "--work-directory", this.folder.resolve("none"));
        assertThat(terminal.exitCode()).isEqualTo(1);
        assertThat(terminal.out()).contains("fails    work folder");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void kernelIsAskedForItsBarrierWhereCallsWantIt() {
        boolean wanted = Runtime.version().feature() >= 25;
        assertThat(Terminal.run("doctor").out().contains("membarrier")).isEqualTo(wanted);
        assertThat(Terminal.run("doctor", "--backend", "jna").out()).doesNotContain("membarrier")
            .contains("slow     backend        jna");
    }

    @Test
    void noexecIsFoundOnTheInnermostMount() throws Exception {
        Path mounts = Files.writeString(this.folder.resolve("mounts"), """
                /dev/sda1 / ext4 rw,relatime 0 0
                tmpfs /tmp tmpfs rw,nosuid,noexec 0 0
                /dev/sdb1 /tmp/with\\040blank ext4 rw 0 0
                """);
        assertThat(Folders.execution(Path.of("/tmp/polyplug"), mounts).grade()).isEqualTo(Grade.FAILS);
        assertThat(Folders.execution(Path.of("/tmp/polyplug"), mounts).text())
            .contains("/tmp, which is mounted noexec");
        assertThat(Folders.execution(Path.of("/tmp/with blank"), mounts).grade()).isEqualTo(Grade.FINE);
        assertThat(Folders.execution(Path.of("/tmpfiles"), mounts).grade()).isEqualTo(Grade.FINE);
        assertThat(Folders.execution(Path.of("/tmp"), this.folder.resolve("none")).grade()).isEqualTo(Grade.UNKNOWN);
    }

    @Test
    void cLibraryIsKnownByWhatIsMapped() throws Exception {
        assertThat(cLibrary("/lib/ld-musl-x86_64.so.1").grade()).isEqualTo(Grade.SLOW);
        assertThat(cLibrary("/usr/lib/x86_64-linux-gnu/libc.so.6").grade()).isEqualTo(Grade.FINE);
        assertThat(cLibrary("/usr/lib/libother.so").grade()).isEqualTo(Grade.UNKNOWN);
        assertThat(NativeSide.cLibrary(this.folder.resolve("none")).grade()).isEqualTo(Grade.UNKNOWN);
    }

    private Finding cLibrary(String file) throws Exception {
        return NativeSide.cLibrary(Files.writeString(this.folder.resolve("maps"),
                "7f0000000000-7f0000001000 r-xp 00000000 08:01 1 " + file + "\n"));
    }

    @Test
    void optionsThatMakeCallsSlowAreNamed() {
        assertThat(VirtualMachine.options(List.of("-Xmx1g", "-Xint")).grade()).isEqualTo(Grade.SLOW);
        assertThat(VirtualMachine.options(List.of("-XX:TieredStopAtLevel=1")).text())
            .contains("-XX:TieredStopAtLevel=1");
        assertThat(VirtualMachine.options(List.of("-XX:TieredStopAtLevel=4")).grade()).isEqualTo(Grade.FINE);
    }

}
