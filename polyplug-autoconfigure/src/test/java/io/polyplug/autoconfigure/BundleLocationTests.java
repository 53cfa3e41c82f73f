package io.polyplug.autoconfigure;

import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link BundleLocation}.
 */
class BundleLocationTests {

    @TempDir
    private Path folder;

    @Test
    void plainPathNamesAFolder() {
        assertThat(location(this.folder.toString()).directory()).hasValue(this.folder);
    }

    @Test
    void relativePathStartsAtTheWorkingDirectory() {
        assertThat(location("src/main").directory()).hasValue(Path.of("src/main").toAbsolutePath());
    }

    @Test
    void fileUrlNamesAFolderEvenWithSpaces() throws Exception {
        Path spaced = Files.createDirectory(this.folder.resolve("my plugins"));
        assertThat(location(spaced.toUri().toString()).directory()).hasValue(spaced);
        assertThat(location("file:" + spaced).directory()).hasValue(spaced);
    }

    @Test
    void relativeFileUrlStartsAtTheWorkingDirectory() {
        assertThat(location("file:src/main").directory()).hasValue(Path.of("src/main").toAbsolutePath());
    }

    @Test
    void optionalFolderMayBeMissing() {
        assertThat(location("optional:" + this.folder).directory()).hasValue(this.folder);
        assertThat(location("optional:" + this.folder.resolve("none")).directory()).isEmpty();
        assertThat(location("optional:file:" + this.folder.resolve("none")).directory()).isEmpty();
    }

    @Test
    void missingFolderIsAnError() {
        assertFails(this.folder.resolve("none").toString(), "does not exist");
    }

    @Test
    void fileIsAnErrorEvenWhenOptional() throws Exception {
        Path file = Files.createFile(this.folder.resolve("file"));
        assertFails("optional:" + file, "is not a folder");
    }

    @Test
    void otherPlaceThanTheFileSystemIsAnError() {
        assertFails("classpath:plugins", "only folders of the file system");
        assertFails("https://example.org/plugins", "only folders of the file system");
    }

    @Test
    void emptyValueIsAnError() {
        assertFails("optional:", "names no folder");
    }

    private static BundleLocation location(String value) {
        return new BundleLocation("polyplug.locations[0]", value);
    }

    private static void assertFails(String value, String reason) {
        assertThatExceptionOfType(BundleLocationException.class).isThrownBy(() -> location(value).directory())
            .withMessageContaining("polyplug.locations[0]")
            .withMessageContaining(value)
            .withMessageContaining(reason);
    }

}
