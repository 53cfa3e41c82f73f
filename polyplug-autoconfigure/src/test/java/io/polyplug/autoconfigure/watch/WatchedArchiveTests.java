package io.polyplug.autoconfigure.watch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

import io.polyplug.archive.BundleArchive;
import io.polyplug.autoconfigure.Patience;
import io.polyplug.fixtures.NativeFixtures;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Archives that come, change and go.
 */
class WatchedArchiveTests {

    @TempDir
    private Path temporary;

    private WatchedFolder folder;

    private Path archive;

    @BeforeEach
    void makeFolder() throws IOException {
        this.folder = new WatchedFolder(Files.createDirectory(this.temporary.resolve("bundles")));
        this.archive = this.folder.path().resolve("reload.ppb");
    }

    private void run(Consumer<WatchedContext> test, String... properties) {
        WatchedContext.run(this.folder, test, properties);
    }

    private void pack(String fixture, Path target) {
        try {
            BundleArchive.pack(List.of(NativeFixtures.copyTo(fixture, this.temporary.resolve(fixture))), target);
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    private byte[] packed(String fixture) {
        try {
            pack(fixture, this.temporary.resolve("aside.ppb"));
            return Files.readAllBytes(this.temporary.resolve("aside.ppb"));
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    private void write(byte[] content) {
        try {
            Files.write(this.archive, content);
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    @Test
    void newArchiveIsLoadedAndAReplacedOneReloaded() {
        run((context) -> {
            pack("reload-v1", this.archive);
            context.awaitAnswerOnceLoaded(100);
            pack("reload-v2", this.archive);
            context.awaitAnswer(200);
            write(packed("reload-v1"));
            context.awaitAnswer(100);
            context.awaitEvents("loaded reload", "reloaded reload", "reloaded reload");
        });
    }

    @Test
    void archiveThatIsALocationItselfIsWatched() {
        pack("reload-v1", this.archive);
        WatchedContext.runner().withPropertyValues("polyplug.locations=" + this.archive).run((context) -> {
            assertThat(context).hasNotFailed();
            WatchedContext watched = new WatchedContext(context);
            assertThat(watched.answer()).isEqualTo(100);
            pack("reload-v2", this.archive);
            watched.awaitAnswer(200);
        });
    }

    @Test
    void theSameArchiveOnceMoreIsNoChange() {
        pack("reload-v1", this.archive);
        run((context) -> {
            context.awaitLooks();
            pack("reload-v1", this.archive);
            context.awaitLooks();
            assertThat(context.generation()).isEqualTo(1);
        });
    }

    @Test
    void halfAnArchiveIsWaitedFor() {
        pack("reload-v1", this.archive);
        byte[] next = packed("reload-v2");
        run((context) -> {
            write(Arrays.copyOf(next, next.length / 2));
            Patience.await()
                .untilAsserted(() -> assertThat(context.status().unfinished().values())
                    .containsExactly("'reload.ppb' has no end"));
            assertThat(context.answer()).isEqualTo(100);
            write(next);
            context.awaitAnswer(200);
            context.awaitEvents("loaded reload", "reloaded reload");
        });
    }

    @Test
    void archiveThatIsNoneIsAFailedReload() {
        pack("reload-v1", this.archive);
        run((context) -> {
            write(new byte[100]);
            context.awaitEvent("failed reload");
            assertThat(context.answer()).isEqualTo(100);
            pack("reload-v2", this.archive);
            context.awaitAnswer(200);
        });
    }

    @Test
    void archiveThatIsRemovedIsUnloadedWhereRemovalsAreWatched() {
        pack("reload-v1", this.archive);
        run((context) -> {
            assertThat(context.answer()).isEqualTo(100);
            unchecked(() -> Files.delete(this.archive));
            context.awaitEvent("unloading reload");
            pack("reload-v2", this.archive);
            context.awaitAnswerOnceLoaded(200);
        }, "polyplug.hot-reload.watch-removals=true");
    }

    @Test
    void archiveTakesThePlaceOfAFolderThatIsRemoved() {
        this.folder.overwrite("reload-v1", "reload");
        run((context) -> {
            assertThat(context.answer()).isEqualTo(100);
            pack("reload-v2", this.archive);
            this.folder.remove("reload");
            context.awaitAnswer(200);
            assertThat(context.bundle("reload").orElseThrow().directory()).isEqualTo(this.archive);
        });
    }

    @Test
    void copyOfWhatIsOnTheClassPathIsNotWatched() throws IOException {
        pack("reload-v1", this.archive);
        URL[] classPath = { this.temporary.toUri().toURL() };
        WatchedContext.runner()
            .withClassLoader(new URLClassLoader(classPath, getClass().getClassLoader()))
            .withPropertyValues("polyplug.locations=classpath:bundles/reload.ppb",
                    "polyplug.hot-reload.watch-removals=true")
            .run((context) -> {
                WatchedContext watched = new WatchedContext(context);
                Files.delete(watched.bundle("reload").orElseThrow().directory());
                watched.awaitLooks();
                assertThat(watched.events()).containsExactly("loaded reload");
                assertThat(watched.status().folders()).isEmpty();
            });
    }

    private static void unchecked(Action action) {
        try {
            action.run();
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    private interface Action {

        void run() throws IOException;

    }

}
