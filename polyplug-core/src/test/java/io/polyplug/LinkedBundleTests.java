package io.polyplug;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

import io.polyplug.error.BundleLoadException;
import io.polyplug.error.ManifestException;
import io.polyplug.fixtures.NativeFixtures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Bundles whose files are links, as packages of distributions, Kubernetes and release
 * folders have them.
 */
@Timeout(60)
class LinkedBundleTests {

    @RegisterExtension
    final Stage stage = new Stage();

    private static void move(Path file, Path target, String link) throws IOException {
        Files.createDirectories(target.getParent());
        Files.move(file, target);
        Files.createSymbolicLink(file, Path.of(link));
    }

    @Test
    void libraryIsALinkToItsVersion() throws IOException {
        Path bundle = this.stage.bundle("reload-v1", "reload");
        move(bundle.resolve("libreload.so"), bundle.resolve("libreload.so.1.0.0"), "libreload.so.1.0.0");
        this.stage.runtime().loadBundle(bundle);
        assertThat(this.stage.answering().answer()).isEqualTo(100);
        assertThat(this.stage.mappedLibraries()).singleElement().asString().endsWith("/libreload.so.1.0.0");
        this.stage.runtime().reloadBundle("reload");
        this.stage.runtime().rollbackBundle("reload");
        this.stage.awaitReclamation();
        assertThat(this.stage.mappedLibraries()).hasSize(1);
        assertThat(this.stage.runtime().statistics().closedButMapped()).isZero();
    }

    @Test
    void guestIsToldTheFolderThatTheManifestNames() throws IOException {
        Path bundle = this.stage.bundle("writing");
        move(bundle.resolve("libwriting.so"), bundle.resolve("builds/linux/w.so"), "builds/linux/w.so");
        this.stage.runtime().loadBundle(bundle);
        Path told = Path.of(this.stage.runtime().contract(DataDirectoryTests.Writing.class).beside());
        assertThat(told.resolve("manifest.toml")).exists();
        assertThat(told.resolve("libwriting.so")).isSymbolicLink();
    }

    @Test
    void volumeOfAConfigMapIsFollowedAndItsSwitchIsReloaded() throws IOException {
        Path volume = Files.createDirectories(this.stage.folder().resolve("volume"));
        release(volume, "..2026_01", "reload-v1");
        Files.createSymbolicLink(volume.resolve("..data"), Path.of("..2026_01"));
        Files.createSymbolicLink(volume.resolve("manifest.toml"), Path.of("..data", "manifest.toml"));
        Files.createSymbolicLink(volume.resolve("libreload.so"), Path.of("..data", "libreload.so"));
        this.stage.runtime().loadBundle(volume);
        assertThat(this.stage.answering().answer()).isEqualTo(100);
        release(volume, "..2026_02", "reload-v2");
        Path next = Files.createSymbolicLink(volume.resolve("..data_tmp"), Path.of("..2026_02"));
        Files.move(next, volume.resolve("..data"), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        this.stage.runtime().reloadBundle("reload");
        assertThat(this.stage.answering().answer()).isEqualTo(200);
        this.stage.runtime().rollbackBundle("reload");
        assertThat(this.stage.answering().answer()).isEqualTo(100);
    }

    private static void release(Path volume, String name, String fixture) {
        NativeFixtures.copyTo(fixture, volume.resolve(name));
    }

    @Test
    void currentThatIsSwitchedToTheNextReleaseIsReloaded() throws IOException {
        Path app = this.stage.folder().resolve("app");
        release(app.resolve("releases"), "1", "reload-v1");
        release(app.resolve("releases"), "2", "reload-v2");
        Path current = Files.createSymbolicLink(app.resolve("current"), Path.of("releases", "1"));
        assertThat(this.stage.runtime().loadBundle(current).directory()).isEqualTo(current);
        assertThat(this.stage.answering().answer()).isEqualTo(100);
        Files.delete(current);
        Files.createSymbolicLink(current, Path.of("releases", "2"));
        this.stage.runtime().reloadBundle("reload");
        assertThat(this.stage.answering().answer()).isEqualTo(200);
    }

    @Test
    void manifestThatIsALinkToNothingIsToldAsOne() throws IOException {
        Path bundle = this.stage.bundle("reload-v1", "reload");
        Files.delete(bundle.resolve("manifest.toml"));
        Files.createSymbolicLink(bundle.resolve("manifest.toml"), Path.of("..data", "manifest.toml"));
        assertThatExceptionOfType(ManifestException.class)
            .isThrownBy(() -> this.stage.runtime().loadBundles(bundle.getParent()))
            .withMessageContainingAll(bundle.resolve("manifest.toml").toString(), "it is a link that leads to no file");
    }

    @Test
    void linkThatLeadsOutIsRefusedWithTheUsersFolder() throws IOException {
        Path bundle = this.stage.bundle("reload-v1", "reload");
        move(bundle.resolve("libreload.so"), this.stage.folder().resolve("elsewhere/libreload.so"),
                "../../elsewhere/libreload.so");
        assertThatExceptionOfType(BundleLoadException.class).isThrownBy(() -> this.stage.runtime().loadBundle(bundle))
            .withMessageContainingAll(bundle.toString(), "'libreload.so' in its folder is a link to ../../elsewhere",
                    "outside the bundle directory");
    }

}
