package io.polyplug.autoconfigure.watch;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.polyplug.autoconfigure.Patience;
import io.polyplug.autoconfigure.event.BundlePreparingEvent;
import io.polyplug.error.ReloadException;
import io.polyplug.fixtures.NativeFixtures;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.context.ApplicationListener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What changes in the folder of a loaded bundle, and what becomes of it.
 */
class ChangedBundleTests {

    @TempDir
    private Path temporary;

    private WatchedFolder folder;

    @BeforeEach
    void makeFolder() throws IOException {
        this.folder = new WatchedFolder(Files.createDirectory(this.temporary.resolve("bundles")));
        Files.createDirectory(this.temporary.resolve("aside"));
    }

    private void run(Consumer<WatchedContext> test, String... properties) {
        WatchedContext.run(this.folder, test, properties);
    }

    @Test
    void filesThatAreOverwrittenAreReloaded() {
        this.folder.overwrite("reload-v1", "reload");
        run((context) -> {
            assertThat(context.answer()).isEqualTo(100);
            this.folder.overwrite("reload-v2", "reload");
            context.awaitAnswer(200);
            assertThat(context.events()).doesNotContain("failed reload");
        });
    }

    @Test
    void folderThatTakesThePlaceOfAnotherIsReloadedEveryTime() {
        this.folder.overwrite("reload-v1", "reload");
        run((context) -> {
            for (int i = 0; i < 3; i++) {
                this.folder.replace("reload-v2", "reload", this.temporary.resolve("aside"));
                context.awaitAnswer(200);
                this.folder.replace("reload-v1", "reload", this.temporary.resolve("aside"));
                context.awaitAnswer(100);
            }
            assertThat(context.events()).containsOnly("loaded reload", "reloaded reload");
        });
    }

    @Test
    void everySwapOfAKubernetesVolumeIsReloaded() throws IOException {
        KubernetesVolume volume = new KubernetesVolume(Files.createDirectory(this.folder.path().resolve("reload")));
        volume.publish("reload-v1", "# round 0");
        run((context) -> {
            for (int round = 1; round <= 10; round++) {
                volume.publish((round % 2 == 0) ? "reload-v1" : "reload-v2", "# round " + round);
                context.awaitAnswer((round % 2 == 0) ? 100 : 200);
                assertThat(context.generation()).isEqualTo(round + 1);
            }
            assertThat(context.events()).containsOnly("loaded reload", "reloaded reload");
        });
    }

    @Test
    void swapOfAKubernetesVolumeToTheSameContentIsNone() throws IOException {
        KubernetesVolume volume = new KubernetesVolume(Files.createDirectory(this.folder.path().resolve("reload")));
        volume.publish("reload-v1", "# same");
        run((context) -> {
            context.awaitLooks();
            volume.publish("reload-v1", "# same");
            context.awaitLooks();
            assertThat(context.generation()).isEqualTo(1);
        });
    }

    @Test
    void linkToTheCurrentReleaseIsFollowedEveryTime() throws IOException {
        Path current = this.temporary.resolve("current");
        link(current, release(0, "reload-v1"));
        run((context) -> {
            for (int round = 1; round <= 4; round++) {
                link(current, release(round, (round % 2 == 0) ? "reload-v1" : "reload-v2"));
                context.awaitAnswer((round % 2 == 0) ? 100 : 200);
            }
            assertThat(context.events()).containsOnly("loaded reload", "reloaded reload");
        }, "polyplug.bundles.reload.path=" + current.resolve("reload"));
    }

    private Path release(int number, String fixture) {
        Path release = this.temporary.resolve("releases").resolve(Integer.toString(number));
        NativeFixtures.copyTo(fixture, release.resolve("reload"));
        return this.temporary.relativize(release);
    }

    private static void link(Path link, Path target) {
        unchecked(() -> {
            Path next = link.resolveSibling("next");
            Files.createSymbolicLink(next, target);
            Files.move(next, link, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        });
    }

    @Test
    void temporaryFilesOfEditorsChangeNothing() {
        this.folder.overwrite("reload-v1", "reload");
        run((context) -> {
            context.awaitLooks();
            Path bundle = this.folder.path().resolve("reload");
            for (String name : new String[] { ".manifest.toml.swp", "y.swp", "4913", "manifest.toml~",
                    ".#manifest.toml", "#manifest.toml#", ".libreload.so.Ab12Cd" }) {
                unchecked(() -> Files.writeString(bundle.resolve(name), "temporary"));
            }
            context.awaitLooks();
            assertThat(context.generation()).isEqualTo(1);
            this.folder.edit("reload", "# saved");
            Patience.await().until(() -> context.generation() == 2);
        });
    }

    @Test
    void halfALibraryIsWaitedFor() throws IOException {
        this.folder.overwrite("reload-v1", "reload");
        Path next = this.temporary.resolve("aside");
        NativeFixtures.copyTo("reload-v2", next);
        byte[] library = Files.readAllBytes(next.resolve("libreload.so"));
        int half = library.length / 2;
        Path target = this.folder.path().resolve("reload").resolve("libreload.so");
        run((context) -> unchecked(() -> {
            try (OutputStream stream = Files.newOutputStream(target)) {
                Patience.await().until(() -> !context.status().unfinished().isEmpty());
                stream.write(library, 0, half);
                stream.flush();
                Patience.await()
                    .until(() -> context.status()
                        .unfinished()
                        .containsValue("'libreload.so' has " + half + " of " + library.length + " bytes"));
                context.awaitLooks();
                assertThat(context.answer()).isEqualTo(100);
                stream.write(library, half, library.length - half);
            }
            context.awaitAnswer(200);
            context.awaitEvents("loaded reload", "reloaded reload");
            assertThat(context.status().unfinished()).isEmpty();
        }));
    }

    @Test
    void fileThatGrowsWithoutAPauseIsNotReloadedBeforeItsEnd() throws IOException {
        this.folder.overwrite("reload-v1", "reload");
        Path target = Files.writeString(this.folder.path().resolve("reload").resolve("data.txt"), "");
        run((context) -> unchecked(() -> {
            Instant end = Instant.now().plusSeconds(2);
            while (Instant.now().isBefore(end)) {
                Files.writeString(target, "a line\n", StandardOpenOption.APPEND);
            }
            assertThat(context.generation()).isEqualTo(1);
            Patience.await().until(() -> context.generation() == 2);
            context.awaitLooks();
            assertThat(context.generation()).isEqualTo(2);
        }));
    }

    @Test
    void touchedFilesAreNotReloaded() {
        this.folder.overwrite("reload-v1", "reload");
        run((context) -> {
            context.awaitLooks();
            unchecked(() -> Files.setLastModifiedTime(this.folder.manifest("reload"),
                    FileTime.from(Instant.now().plusSeconds(60))));
            this.folder.overwrite("reload-v1", "reload");
            context.awaitLooks();
            assertThat(context.generation()).isEqualTo(1);
        });
    }

    @Test
    void versionThatWasRolledBackDoesNotComeBackByItself() {
        this.folder.overwrite("reload-v1", "reload");
        run((context) -> {
            this.folder.overwrite("reload-v2", "reload");
            context.awaitAnswer(200);
            context.awaitLooks();
            context.runtime().rollbackBundle("reload");
            context.awaitLooks();
            assertThat(context.answer()).isEqualTo(100);
            this.folder.edit("reload", "# and something else");
            context.awaitAnswer(200);
        });
    }

    @Test
    void versionThatFailedIsNotTriedAgainBeforeItChanges() {
        this.folder.overwrite("reload-v1", "reload");
        run((context) -> {
            this.folder.replace("reload-init-fails", "reload", this.temporary.resolve("aside"));
            context.awaitEvent("failed reload");
            context.awaitLooks();
            unchecked(() -> Files.setLastModifiedTime(this.folder.manifest("reload"),
                    FileTime.from(Instant.now().plusSeconds(60))));
            context.awaitLooks();
            context.awaitEvents("loaded reload", "failed reload");
            assertThat(context.answer()).isEqualTo(100);
            this.folder.replace("reload-v2", "reload", this.temporary.resolve("aside"));
            context.awaitAnswer(200);
        });
    }

    @Test
    void reloadOnRequestIsAnAttemptToo() {
        this.folder.overwrite("reload-v1", "reload");
        run((context) -> {
            context.awaitLooks();
            context.whileNobodyLooks(() -> {
                this.folder.replace("reload-init-fails", "reload", this.temporary.resolve("aside"));
                assertThatExceptionOfType(ReloadException.class)
                    .isThrownBy(() -> context.runtime().reloadBundle("reload"));
            });
            context.awaitLooks();
            context.awaitEvents("loaded reload", "failed reload");
            context.whileNobodyLooks(() -> {
                this.folder.replace("reload-v2", "reload", this.temporary.resolve("aside"));
                context.runtime().reloadBundle("reload");
                context.runtime().rollbackBundle("reload");
            });
            context.awaitLooks();
            assertThat(context.answer()).isEqualTo(100);
        });
    }

    @Test
    void whatChangesWhileTheContextIsPausedIsReloadedAfterwards() {
        this.folder.overwrite("reload-v1", "reload");
        WatchedContext.runner().withPropertyValues(this.folder.property()).run((context) -> {
            WatchedContext watched = new WatchedContext(context);
            watched.awaitLooks();
            context.getSourceApplicationContext().pause();
            assertThat(watched.status().running()).isFalse();
            this.folder.overwrite("reload-v2", "reload");
            context.getSourceApplicationContext().restart();
            watched.awaitAnswer(200);
        });
    }

    @Test
    void pollingNeedsNothingFromTheSystem() throws IOException {
        this.folder.overwrite("reload-v1", "reload");
        long before = WatchThreadTests.inotifyHandles();
        run((context) -> {
            context.awaitLooks();
            assertThat(context.status().method()).isEqualTo("polling");
            unchecked(() -> assertThat(WatchThreadTests.inotifyHandles()).isEqualTo(before));
            this.folder.overwrite("reload-v2", "reload");
            context.awaitAnswer(200);
        }, "polyplug.hot-reload.watch-method=polling", "polyplug.hot-reload.polling-interval=200ms");
    }

    @Test
    void eventsAloneAreEnough() {
        this.folder.overwrite("reload-v1", "reload");
        run((context) -> {
            Patience.await().until(() -> context.status().method().equals("events"));
            for (int round = 1; round <= 3; round++) {
                this.folder.overwrite((round % 2 == 0) ? "reload-v1" : "reload-v2", "reload");
                context.awaitAnswer((round % 2 == 0) ? 100 : 200);
            }
        }, "polyplug.hot-reload.polling-interval=1h");
    }

    @Test
    void reloadThatHangsKeepsNobodyFromLooking() {
        this.folder.overwrite("reload-v1", "reload");
        this.folder.overwrite("caller", "caller");
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        WatchedContext.runner()
            .withPropertyValues(this.folder.property())
            .withBean(HangingListener.class, () -> new HangingListener(entered, released))
            .run((context) -> {
                WatchedContext watched = new WatchedContext(context);
                watched.awaitLooks();
                this.folder.edit("reload", "# other");
                assertThat(entered.await(Patience.LONGEST.toSeconds(), TimeUnit.SECONDS)).isTrue();
                this.folder.setVersion("caller", "1.1.0");
                watched.awaitLooks();
                assertThat(watched.bundle("caller").orElseThrow().generation()).isEqualTo(1);
                assertThat(watched.answer()).isEqualTo(100);
                released.countDown();
                watched.awaitVersion("caller", "1.1.0");
                watched.awaitLastEvents("reloaded reload", "reloaded caller");
            });
    }

    /** As a bundle's initialisation may, it does not return for a long time. */
    private record HangingListener(CountDownLatch entered,
            CountDownLatch released) implements ApplicationListener<BundlePreparingEvent> {

        @Override
        public void onApplicationEvent(BundlePreparingEvent event) {
            this.entered.countDown();
            try {
                assertThat(this.released.await(Patience.LONGEST.toSeconds(), TimeUnit.SECONDS)).isTrue();
            }
            catch (InterruptedException ex) {
                throw new AssertionError(ex);
            }
        }

    }

    static void unchecked(Work work) {
        try {
            work.run();
        }
        catch (IOException ex) {
            throw new AssertionError(ex);
        }
    }

    interface Work {

        void run() throws IOException;

    }

}
