package io.polyplug.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Reading the system's list of mappings.
 */
class MappingsTests {

    @TempDir
    private Path folder;

    @Test
    void codeIsFoundByTheFolderOfItsFile() throws IOException {
        Mappings mappings = Mappings.read(Files.writeString(this.folder.resolve("maps"),
                """
                        7f1c5a000000-7f1c5a001000 r--p 00000000 08:01 1234                       /tmp/caf\u00e9/libx.so
                        7f1c5a001000-7f1c5a003000 r-xp 00001000 08:01 1234                       /tmp/caf\u00e9/libx.so
                        7f1c5a003000-7f1c5a004000 rw-p 00003000 08:01 1234                       /tmp/caf\u00e9/libx.so (deleted)
                        7f1c5b000000-7f1c5b001000 r-xp 00000000 08:01 5678                       /tmp/other/libx.so
                        7f1c5c000000-7f1c5c001000 r-xp 00000000 00:00 0
                        """));
        assertThat(mappings.codeIn(Path.of("/tmp/caf\u00e9")))
            .containsExactly(new Mappings.Range(0x7f1c5a001000L, 0x7f1c5a003000L));
        assertThat(mappings.codeIn(Path.of("/tmp/caf"))).isEmpty();
    }

    @Test
    void rangeEndsBeforeItsEnd() {
        Mappings.Range range = new Mappings.Range(0x1000, 0x2000);
        assertThat(range.holds(0xfff)).isFalse();
        assertThat(range.holds(0x1000)).isTrue();
        assertThat(range.holds(0x1fff)).isTrue();
        assertThat(range.holds(0x2000)).isFalse();
    }

    @Test
    void withoutAListNothingIsMapped() {
        assertThat(Mappings.read(this.folder.resolve("not-there")).codeIn(Path.of("/usr/lib"))).isEmpty();
    }

}
