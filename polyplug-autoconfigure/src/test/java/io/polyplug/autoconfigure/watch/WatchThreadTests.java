package io.polyplug.autoconfigure.watch;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.polyplug.autoconfigure.Patience;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What watching needs, and that it gives it back.
 */
class WatchThreadTests {

    @TempDir
    private Path folder;

    @Test
    void closedContextLeavesNoThreadAndNoHandle() throws IOException {
        WatchedFolder bundles = new WatchedFolder(this.folder);
        bundles.overwrite("reload-v1", "reload");
        long before = inotifyHandles();
        WatchedContext.runner().withPropertyValues(bundles.property()).run((context) -> {
            WatchedContext watched = new WatchedContext(context);
            Patience.await().until(() -> watched.status().method().equals("events"));
            assertThat(inotifyHandles()).isEqualTo(before + 1);
            bundles.overwrite("reload-v2", "reload");
            watched.awaitAnswer(200);
        });
        assertThat(threads()).isEmpty();
        assertThat(inotifyHandles()).isEqualTo(before);
    }

    @Test
    void pausedContextLeavesNoThreadAndNoHandle() throws IOException {
        WatchedFolder bundles = new WatchedFolder(this.folder);
        bundles.overwrite("reload-v1", "reload");
        long before = inotifyHandles();
        WatchedContext.runner().withPropertyValues(bundles.property()).run((context) -> {
            for (int i = 0; i < 3; i++) {
                WatchedContext watched = new WatchedContext(context);
                Patience.await().until(() -> watched.status().method().equals("events"));
                context.getSourceApplicationContext().pause();
                assertThat(threads()).isEmpty();
                assertThat(inotifyHandles()).isEqualTo(before);
                context.getSourceApplicationContext().restart();
            }
        });
    }

    @Test
    void withoutThePropertyNothingIsWatched() {
        WatchedFolder bundles = new WatchedFolder(this.folder);
        bundles.overwrite("reload-v1", "reload");
        WatchedContext.runner()
            .withPropertyValues(bundles.property(), "polyplug.hot-reload.watch=false")
            .run((context) -> {
                assertThat(context).doesNotHaveBean(BundleWatch.class);
                assertThat(threads()).isEmpty();
            });
    }

    @Test
    void watchWhoseThreadHasEndedSaysSo() {
        WatchedFolder bundles = new WatchedFolder(this.folder);
        bundles.overwrite("reload-v1", "reload");
        WatchedContext.runner().withPropertyValues(bundles.property()).run((context) -> {
            WatchedContext watched = new WatchedContext(context);
            watched.awaitLooks();
            assertThat(watched.status().running()).isTrue();
            live().forEach(Thread::interrupt);
            Patience.await().until(() -> !watched.status().running());
            assertThat(watched.status().failure()).contains("somebody interrupted the thread");
            context.getSourceApplicationContext().pause();
            context.getSourceApplicationContext().restart();
            bundles.overwrite("reload-v2", "reload");
            watched.awaitAnswer(200);
            assertThat(watched.status().failure()).isEmpty();
        });
    }

    /** Returns whether any thread watches, or does what was planned. */
    static boolean areAny() {
        return !live().isEmpty();
    }

    private static List<Thread> live() {
        return Thread.getAllStackTraces()
            .keySet()
            .stream()
            .filter((thread) -> thread.getName().startsWith("polyplug-hot-reload") && thread.isAlive())
            .toList();
    }

    private static List<String> threads() {
        return live().stream().map((thread) -> thread + " " + List.of(thread.getStackTrace())).toList();
    }

    /** Returns how many of them this process has. */
    static long inotifyHandles() throws IOException {
        long handles = 0;
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (Path descriptor : descriptors) {
                if (isInotify(descriptor)) {
                    handles++;
                }
            }
        }
        return handles;
    }

    /** The one that lists the folder has gone by then. */
    private static boolean isInotify(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().equals("anon_inode:inotify");
        }
        catch (IOException ex) {
            return false;
        }
    }

}
