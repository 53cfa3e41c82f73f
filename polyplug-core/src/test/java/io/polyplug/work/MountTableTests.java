package io.polyplug.work;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which mount holds a path, and whether libraries can be opened from it.
 */
@EnabledOnOs(OS.LINUX)
class MountTableTests {

    private static final String MOUNTS = """
            22 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw
            30 22 0:26 / /tmp rw,nosuid,nodev,noexec - tmpfs tmpfs rw
            31 30 0:27 / /tmp/exec rw - tmpfs tmpfs rw
            32 22 0:28 / /with\\040space rw,noexec - tmpfs tmpfs rw
            33 22 0:29 / /twice rw,noexec - tmpfs tmpfs rw
            34 22 0:30 / /twice rw - tmpfs tmpfs rw
            35 22 0:31 / /b\\134s rw - tmpfs tmpfs noexec

            broken
            """;

    @ParameterizedTest
    @CsvSource({ "/home/x,/,false", "/tmp,/tmp,true", "/tmp/x/y,/tmp,true", "/tmp/exec/x,/tmp/exec,false",
            "/tmpx,/,false", "/tmp/executable,/tmp,true", "/with space/x,/with space,true", "/twice/x,/twice,false",
            "'/b\\s',/b\\s,false" })
    void innermostAndLastMountCounts(String path, String point, boolean forbidden) {
        assertThat(MountTable.of(MOUNTS).holding(Path.of(path))).hasValueSatisfying((mount) -> {
            assertThat(mount.point()).isEqualTo(point);
            assertThat(mount.forbidsExecution()).isEqualTo(forbidden);
        });
    }

    @Test
    void mountsOfThisProcessAreKnown() {
        assertThat(MountTable.ofThisProcess().holding(Path.of("/"))).isPresent();
    }

    @Test
    void withoutATableNothingIsHeld() {
        assertThat(MountTable.of("").holding(Path.of("/"))).isEmpty();
    }

}
