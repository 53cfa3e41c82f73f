package io.polyplug.loader;

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

    private static final String LINE = "7f1c5a000000-7f1c5a001000 r-xp 00000000 08:01 1234                       ";

    @TempDir
    private Path folder;

    private Mappings of(String... files) throws IOException {
        return new Mappings(
                Files.writeString(this.folder.resolve("maps"), LINE + String.join("\n" + LINE, files) + "\n"));
    }

    @Test
    void filesAreFoundByTheirWholePath() throws IOException {
        Mappings mappings = of("/usr/lib/libc.so.6", "/tmp/caf\u00e9/libx.so");
        assertThat(mappings.contain(Path.of("/tmp/caf\u00e9/libx.so"))).isTrue();
        assertThat(mappings.contain(Path.of("/tmp/other/libx.so"))).isFalse();
    }

    @Test
    void muslIsKnownByItsLoader() throws IOException {
        assertThat(of("/usr/lib/libc.so.6", "/lib64/ld-linux-x86-64.so.2").areOfMusl()).isFalse();
        assertThat(of("/lib/ld-musl-x86_64.so.1").areOfMusl()).isTrue();
    }

    @Test
    void withoutAListNothingIsMapped() {
        Mappings mappings = new Mappings(this.folder.resolve("not-there"));
        assertThat(mappings.contain(Path.of("/usr/lib/libc.so.6"))).isFalse();
        assertThat(mappings.areOfMusl()).isFalse();
    }

}
