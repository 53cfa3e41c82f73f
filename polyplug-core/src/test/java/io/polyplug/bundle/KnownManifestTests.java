package io.polyplug.bundle;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.polyplug.Compatibility;
import io.polyplug.contract.BundleId;
import io.polyplug.contract.Version;
import io.polyplug.error.ManifestException;
import io.polyplug.platform.Platform;
import io.polyplug.testing.CapturedLog;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * A manifest that is read once more: what is remembered of it, and what is told anew.
 */
class KnownManifestTests {

    @TempDir
    Path folder;

    private Path file;

    private final List<String> identified = new ArrayList<>();

    @BeforeEach
    void place() {
        this.file = this.folder.resolve(Manifest.FILE_NAME);
    }

    private Manifest read(ManifestFile manifest, Compatibility compatibility) throws IOException {
        Files.writeString(this.file, manifest.text(), StandardCharsets.UTF_8);
        return Manifest.read(this.file, ManifestFile.SHOWN_AS, compatibility, this.identified::add);
    }

    private static ManifestFile named(String name) {
        return new ManifestFile().with("name", '"' + name + '"').with("id", "0x" + BundleId.of(name));
    }

    @Test
    void manifestOfTheSameBytesIsNotParsedAgain() throws IOException {
        Manifest first = read(named("read-twice"), Compatibility.STRICT);
        assertThat(read(named("read-twice"), Compatibility.RELAXED)).isSameAs(first);
    }

    @Test
    void manifestThatDiffersInOneDigitIsReadAnew() throws IOException {
        assertThat(read(named("one-digit"), Compatibility.STRICT).version()).isEqualTo(new Version(1, 2, 3));
        assertThat(read(named("one-digit").with("version", "\"1.2.4\""), Compatibility.STRICT).version())
            .isEqualTo(new Version(1, 2, 4));
    }

    @Test
    void signatureIsLookedAtEachTime() throws IOException {
        read(named("identified"), Compatibility.STRICT);
        read(named("identified"), Compatibility.STRICT);
        assertThat(this.identified).containsExactly("identified", "identified");
        assertThatIllegalStateException()
            .isThrownBy(() -> Manifest.read(this.file, ManifestFile.SHOWN_AS, Compatibility.STRICT, (name) -> {
                throw new IllegalStateException("the signature of " + name + " is not good");
            }))
            .withMessageContaining("identified");
    }

    @Test
    void whatOneModeBearsAnotherOneRefuses() throws IOException {
        ManifestFile uncounted = named("uncounted").with("provides", "[\"image.Filter@1\"]");
        try (CapturedLog log = CapturedLog.warningsOf("polyplug.runtime")) {
            read(uncounted, Compatibility.YOLO);
            read(uncounted, Compatibility.RELAXED);
            read(uncounted, Compatibility.RELAXED);
            assertThat(log.lines()).hasSize(2).allMatch((message) -> message.contains("image.Filter@1"));
        }
        assertThat(catchThrowableOfType(ManifestException.class, () -> read(uncounted, Compatibility.STRICT)))
            .hasMessageContaining("image.Filter@1");
    }

    @Test
    void remarkIsMadeEachTime() throws IOException {
        ManifestFile stray = named("stray").without("file")
            .followedBy("[file]\n" + Platform.current() + " = \"lib.so\"\nprovides = [\"lost@1\"]");
        try (CapturedLog log = CapturedLog.warningsOf("polyplug.manifest")) {
            read(stray, Compatibility.STRICT);
            read(stray, Compatibility.STRICT);
            assertThat(log.lines()).hasSize(2).allMatch((message) -> message.contains("below the [file] header"));
        }
    }

    @Test
    void moreThanAreRememberedAreReadAllTheSame() throws IOException {
        for (int i = 0; i < 1100; i++) {
            assertThat(read(named("many-" + i), Compatibility.STRICT).name()).isEqualTo("many-" + i);
        }
        assertThat(read(named("many-0"), Compatibility.STRICT).name()).isEqualTo("many-0");
    }

}
