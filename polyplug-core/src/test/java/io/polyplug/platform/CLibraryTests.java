package io.polyplug.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import io.polyplug.backend.BackendChoice;
import io.polyplug.ffi.NativeBackend;
import io.polyplug.testing.CapturedLog;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which C library there is, and what is said of it.
 */
class CLibraryTests {

    @TempDir
    private Path folder;

    private CLibrary mapped(String... files) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (String file : files) {
            lines.append("7f0-7f1 r-xp 00000000 08:01 1 ").append(file).append('\n');
        }
        return CLibrary.in(Files.writeString(this.folder.resolve("maps"), lines));
    }

    @Test
    @DisplayName("this process has glibc exactly if it has glibc's own function")
    void currentAgreesWithTheProcess() {
        try (NativeBackend backend = BackendChoice.of("auto").create()) {
            boolean gnu = backend.processSymbol("gnu_get_libc_version") != 0;
            assertThat(CLibrary.current() == CLibrary.GLIBC).isEqualTo(gnu);
        }
    }

    @Test
    void eachIsKnownByItsFiles() throws IOException {
        assertThat(mapped("/opt/jdk/bin/java", "/usr/lib/libc.so.6", "/lib64/ld-linux-x86-64.so.2"))
            .isEqualTo(CLibrary.GLIBC);
        assertThat(mapped("/opt/jdk/bin/java", "/lib/ld-musl-aarch64.so.1")).isEqualTo(CLibrary.MUSL);
        assertThat(mapped("/lib/libgcompat.so.0", "/opt/copy/libc.so.6", "/lib/ld-musl-x86_64.so.1"))
            .isEqualTo(CLibrary.MUSL);
        assertThat(mapped("/system/lib64/libc.so")).isEqualTo(CLibrary.OTHER);
        assertThat(CLibrary.in(this.folder.resolve("missing"))).isEqualTo(CLibrary.OTHER);
    }

    @Test
    @DisplayName("musl is warned of once a process, with what follows; glibc is not")
    void muslIsWarnedOfOnce() {
        try (CapturedLog log = CapturedLog.of("polyplug.runtime")) {
            CLibrary.GLIBC.tell();
            CLibrary.OTHER.tell();
            assertThat(log.lines()).isEmpty();
            CLibrary.MUSL.tell();
            CLibrary.MUSL.tell();
            assertThat(log.lines()).singleElement()
                .asString()
                .startsWith("WARN The C library of this system is musl")
                .contains("unmaps no library", "128 KiB of stack");
        }
    }

}
