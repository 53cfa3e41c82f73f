package io.polyplug.elf;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

import io.polyplug.testing.CLibrary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Other names in libraries that a linker made.
 */
@EnabledOnOs(OS.LINUX)
class LibraryNamesTests {

    private static final String OLD = "libhelper.so.1";

    private static final String NEW = "libhelpe~00001";

    @TempDir
    Path folder;

    private CLibrary compiler() {
        return CLibrary.in(this.folder.resolve("sources"));
    }

    private static String function(String name) {
        return "__attribute__((visibility(\"default\"))) int " + name + "(void) { return 1; }";
    }

    private static int count(byte[] bytes, String text) {
        String all = new String(bytes, StandardCharsets.ISO_8859_1);
        return (all.length() - all.replace(text, "").length()) / text.length();
    }

    @Test
    void nothingButTheNameChanges() throws IOException {
        Path library = compiler().with("-Wl,-soname," + OLD).compile(function("work"), this.folder.resolve(OLD));
        byte[] before = Files.readAllBytes(library);
        assertThat(LibraryNames.replace(library, Map.of(OLD, NEW, "libother.so", "libothe~.so"))).isTrue();
        byte[] after = Files.readAllBytes(library);
        assertThat(after).hasSameSizeAs(before);
        int first = Arrays.mismatch(before, after);
        int start = new String(before, StandardCharsets.ISO_8859_1).indexOf("\0" + OLD + "\0") + 1;
        assertThat(first).isEqualTo(start
                + Arrays.mismatch(OLD.getBytes(StandardCharsets.US_ASCII), NEW.getBytes(StandardCharsets.US_ASCII)));
        assertThat(Arrays.copyOfRange(after, start + OLD.length(), after.length))
            .isEqualTo(Arrays.copyOfRange(before, start + OLD.length(), before.length));
        assertThat(ElfFile.read(library, library, "tools").soname()).contains(NEW);
    }

    @Test
    void neededNamesAndTheirVersionsChange() throws IOException {
        Path map = Files.writeString(this.folder.resolve("map"), "HELPER_1 { global: work; };");
        Path helper = compiler().with("-Wl,-soname," + OLD, "-Wl,--version-script=" + map)
            .compile(function("work"), this.folder.resolve(OLD));
        Path user = compiler().with(helper.toString())
            .compile("int work(void); __attribute__((visibility(\"default\"))) int use(void) { return work(); }",
                    this.folder.resolve("libuser.so"));
        assertThat(LibraryNames.replace(user, Map.of(OLD, NEW))).isTrue();
        assertThat(ElfFile.read(user, user, "tools").needed()).contains(NEW).doesNotContain(OLD);
        assertThat(count(Files.readAllBytes(user), OLD)).isZero();
    }

    @Test
    void nameThatIsTheEndOfAnotherOneStays() throws IOException {
        Path library = compiler().with("-Wl,-soname,work").compile(function("hard_work"), this.folder.resolve("work"));
        byte[] before = Files.readAllBytes(library);
        boolean merged = count(before, "\0work\0") == 0;
        assertThat(LibraryNames.replace(library, Map.of("work", "w~01"))).isEqualTo(!merged);
        if (merged) {
            assertThat(Files.readAllBytes(library)).isEqualTo(before);
        }
    }

    @Test
    void nameThatIsAlsoASymbolsStays() throws IOException {
        Path library = compiler().with("-Wl,-soname,work").compile(function("work"), this.folder.resolve("work"));
        byte[] before = Files.readAllBytes(library);
        assertThat(LibraryNames.replace(library, Map.of("work", "w~01"))).isFalse();
        assertThat(Files.readAllBytes(library)).isEqualTo(before);
    }

    @Test
    void fileThatIsNoLibraryIsAnError() throws IOException {
        Path text = Files.writeString(this.folder.resolve("text"), "no library ".repeat(100));
        assertThatIOException().isThrownBy(() -> LibraryNames.replace(text, Map.of(OLD, NEW)));
    }

}
