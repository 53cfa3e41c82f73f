package io.polyplug.files;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The digest of a copy tells contents apart, and nothing else.
 */
@Timeout(60)
class ContentDigestTests {

    @TempDir
    Path temporary;

    private Path bundle;

    private int copies;

    @BeforeEach
    void makeBundle() throws IOException {
        this.bundle = Files.createDirectory(this.temporary.resolve("bundle"));
        write("manifest.toml", "name");
        write("lib/libx.so", "code");
        write("lib-x", "beside the folder in the order of bytes");
    }

    private void write(String path, String text) throws IOException {
        Path file = this.bundle.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private void link(String path, String target) throws IOException {
        Files.createSymbolicLink(this.bundle.resolve(path), Path.of(target));
    }

    private BundleCopy copy() {
        this.copies++;
        return BundleCopyTests.copy(this.bundle, this.temporary.resolve("copy" + this.copies));
    }

    private String digest() {
        return copy().digest();
    }

    @Test
    void timesAndPlacesDoNotCount() throws IOException {
        BundleCopy first = copy();
        assertThat(first.digest()).matches("[0-9a-f]{64}");
        Files.setLastModifiedTime(this.bundle.resolve("manifest.toml"), FileTime.from(Instant.EPOCH));
        this.bundle = Files.move(this.bundle, this.temporary.resolve("elsewhere"));
        assertThat(digest()).isEqualTo(first.digest());
        assertThat(new PrivateCopies(false).copyAgain(first, this.temporary.resolve("again")).digest())
            .isEqualTo(first.digest());
        Files.createDirectory(this.bundle.resolve("empty"));
        assertThat(digest()).isEqualTo(first.digest());
    }

    @Test
    void contentAndNamesCount() throws IOException {
        String first = digest();
        write("lib/libx.so", "Code");
        String changed = digest();
        assertThat(changed).isNotEqualTo(first);
        write("lib/libx.so", "code");
        assertThat(digest()).isEqualTo(first);
        Files.move(this.bundle.resolve("lib/libx.so"), this.bundle.resolve("lib/liby.so"));
        assertThat(digest()).isNotEqualTo(first).isNotEqualTo(changed);
    }

    @Test
    void itIsWhatTheShellSays() throws Exception {
        write("name with spaces", "");
        write("back\\slash", "escaped");
        write("b\u00e4r", "beyond ASCII");
        assertThat(digest()).isEqualTo(shellDigest());
    }

    private String shellDigest() throws IOException, InterruptedException {
        Process shell = new ProcessBuilder("sh", "-c",
                "find -L . -type f ! -path '*/..*' -printf '%P\\0' | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum")
            .directory(this.bundle.toFile())
            .start();
        String said = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(shell.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(said).endsWith("  -\n");
        return said.substring(0, 64);
    }

    @Test
    void aVolumeOfKubernetesIsAsTheFolderItShows() throws Exception {
        String plain = digest();
        this.bundle = Files.createDirectory(this.temporary.resolve("volume"));
        write("..2026_11_29/manifest.toml", "name");
        write("..2026_11_29/lib/libx.so", "code");
        write("..2026_11_29/lib-x", "beside the folder in the order of bytes");
        link("..data", "..2026_11_29");
        link("manifest.toml", "..data/manifest.toml");
        link("lib", "..data/lib");
        link("lib-x", "..data/lib-x");
        assertThat(digest()).isEqualTo(plain);
        Files.move(this.bundle.resolve("..2026_11_29"), this.bundle.resolve("..2026_11_30"));
        Files.delete(this.bundle.resolve("..data"));
        link("..data", "..2026_11_30");
        assertThat(digest()).isEqualTo(plain);
        assertThat(shellDigest()).isEqualTo(plain);
        write("..2026_11_30/manifest.toml", "other");
        assertThat(digest()).isNotEqualTo(plain);
    }

    @Test
    void linksToFoldersEndSomewhere() throws IOException {
        String plain = digest();
        link("loop", ".");
        String loop = digest();
        assertThat(loop).isNotEqualTo(plain);
        link("lib64", "lib");
        String twice = digest();
        assertThat(twice).isNotEqualTo(loop);
        Files.delete(this.bundle.resolve("lib64"));
        write("lib64/libx.so", "code");
        assertThat(digest()).isNotEqualTo(loop);
    }

}
