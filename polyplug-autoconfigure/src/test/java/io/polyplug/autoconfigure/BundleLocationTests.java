package io.polyplug.autoconfigure;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link BundleLocation}.
 */
class BundleLocationTests {

    private static final ClassPathBundles NOTHING = new ClassPathBundles(new PathMatchingResourcePatternResolver());

    @TempDir
    private Path folder;

    @Test
    void plainPathNamesAFolder() {
        assertThat(location(this.folder.toString()).find(NOTHING)).hasValue(this.folder);
    }

    @Test
    void relativePathStartsAtTheWorkingDirectory() {
        assertThat(location("src/main").find(NOTHING)).hasValue(Path.of("src/main").toAbsolutePath());
    }

    @Test
    void fileUrlNamesAFolderEvenWithSpaces() throws Exception {
        Path spaced = Files.createDirectory(this.folder.resolve("my plugins"));
        assertThat(location(spaced.toUri().toString()).find(NOTHING)).hasValue(spaced);
        assertThat(location("file:" + spaced).find(NOTHING)).hasValue(spaced);
    }

    @Test
    void relativeFileUrlStartsAtTheWorkingDirectory() {
        assertThat(location("file:src/main").find(NOTHING)).hasValue(Path.of("src/main").toAbsolutePath());
    }

    @Test
    void optionalFolderMayBeMissing() {
        assertThat(location("optional:" + this.folder).find(NOTHING)).hasValue(this.folder);
        assertThat(location("optional:" + this.folder.resolve("none")).find(NOTHING)).isEmpty();
        assertThat(location("optional:file:" + this.folder.resolve("none")).find(NOTHING)).isEmpty();
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
    void archiveIsNamedLikeAFolder() throws Exception {
        Path archive = Files.createFile(this.folder.resolve("tools.ppb"));
        assertThat(location(archive.toString()).find(NOTHING)).hasValue(archive);
        assertThat(location("optional:file:" + archive).find(NOTHING)).hasValue(archive);
        assertFails(this.folder.resolve("none.ppb").toString(),
                "the archive '" + this.folder.resolve("none.ppb") + "' does not exist");
    }

    @Test
    void nothingOnTheClassPathIsAnErrorUnlessOptional() {
        for (String value : List.of("classpath:plugins", "classpath:plugins/tools.ppb", "classpath*:plugins/*.ppb")) {
            assertFails(value, "no archive of a bundle, a file whose name ends with .ppb, is there on the class path");
            assertThat(location("optional:" + value).find(NOTHING)).isEmpty();
        }
    }

    @Test
    void otherPlaceThanTheFileSystemIsAnError() {
        assertFails("https://example.org/plugins", "only the file system and the class path");
    }

    @Test
    void emptyValueIsAnError() {
        assertFails("optional:", "names no folder");
    }

    private static BundleLocation location(String value) {
        return new BundleLocation("polyplug.locations[0]", value);
    }

    private static void assertFails(String value, String reason) {
        assertThatExceptionOfType(BundleLocationException.class).isThrownBy(() -> location(value).find(NOTHING))
            .withMessageContaining("polyplug.locations[0]")
            .withMessageContaining(value)
            .withMessageContaining(reason);
    }

}
