package io.polyplug.autoconfigure.watch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

import io.polyplug.autoconfigure.Patience;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is taken for the removal of a folder, and what is not. Nobody but the test looks,
 * and the clock is turned.
 */
class RemovedFolderTests {

    private static final long QUIET = Patience.LONGEST.toNanos();

    private static final long PATIENCE = FolderObservation.PATIENCE.toNanos();

    @TempDir
    private Path temporary;

    private WatchedFolder folder;

    private Path bundle;

    @BeforeEach
    void makeBundle() throws IOException {
        this.folder = new WatchedFolder(Files.createDirectory(this.temporary.resolve("bundles")));
        this.folder.overwrite("reload-v1", "reload");
        this.bundle = this.folder.path().resolve("reload");
    }

    private void run(Consumer<WatchedContext> test) {
        WatchedContext.run(this.folder, (context) -> context.whileNobodyLooks(() -> test.accept(context)),
                "polyplug.hot-reload.quiet-period=" + Patience.LONGEST);
    }

    @Test
    void folderThatIsNotThereForTheQuietPeriodIsGone() {
        run((context) -> {
            this.folder.remove("reload");
            assertThat(context.look(0).gone()).isEmpty();
            assertThat(context.look(QUIET).gone()).containsExactly(this.bundle);
        });
    }

    @Test
    void folderThatExistsWithoutManifestIsNotGone() {
        run((context) -> {
            this.folder.remove("reload");
            ChangedBundleTests.unchecked(() -> Files.createDirectory(this.bundle));
            assertThat(context.look(0).failure()).isEmpty();
            Findings findings = context.look(QUIET + PATIENCE);
            assertThat(findings.gone()).isEmpty();
            assertThat(findings.open()).isFalse();
            assertThat(findings.failure()).contains("bundle folder " + this.bundle + " has no manifest");
        });
    }

    @Test
    void timeWithoutManifestIsNoTimeWithoutFolder() {
        run((context) -> {
            ChangedBundleTests.unchecked(() -> Files.delete(this.folder.manifest("reload")));
            context.look(0);
            this.folder.remove("reload");
            assertThat(context.look(QUIET).gone()).isEmpty();
            assertThat(context.look(2 * QUIET).gone()).containsExactly(this.bundle);
        });
    }

    @Test
    void linkThatLeadsNowhereIsNotGone() {
        run((context) -> {
            this.folder.remove("reload");
            ChangedBundleTests.unchecked(() -> Files.createSymbolicLink(this.bundle, Path.of("nowhere")));
            context.look(0);
            assertThat(context.look(QUIET).gone()).isEmpty();
        });
    }

    @Test
    void nothingIsGoneFromALocationThatIsAnotherFolderNow() {
        Path away = this.temporary.resolve("away");
        run((context) -> {
            ChangedBundleTests.unchecked(() -> {
                Files.move(this.folder.path(), away);
                Files.createDirectory(this.folder.path());
            });
            context.look(0);
            Findings findings = context.look(QUIET);
            assertThat(findings.gone()).isEmpty();
            assertThat(findings.failure())
                .contains(this.folder.path() + " is another folder than before, and lacks bundles that serve");
            ChangedBundleTests.unchecked(() -> {
                Files.delete(this.folder.path());
                Files.move(away, this.folder.path());
            });
            assertThat(context.look(2 * QUIET).failure()).isEmpty();
            this.folder.remove("reload");
            context.look(3 * QUIET);
            assertThat(context.look(4 * QUIET).gone()).containsExactly(this.bundle);
        });
    }

    @Test
    void nothingIsGoneFromALocationThatIsALinkWhichWasBent() throws IOException {
        Path real = Files.move(this.folder.path(), this.temporary.resolve("real"));
        Path empty = Files.createDirectory(this.temporary.resolve("empty"));
        Files.createSymbolicLink(this.folder.path(), real);
        run((context) -> {
            ChangedBundleTests.unchecked(() -> {
                Files.delete(this.folder.path());
                Files.createSymbolicLink(this.folder.path(), empty);
            });
            context.look(0);
            assertThat(context.look(QUIET).gone()).isEmpty();
        });
    }

}
