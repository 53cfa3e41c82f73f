package io.polyplug.autoconfigure.watch.folder;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import io.polyplug.autoconfigure.Patience;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Hints}.
 */
class HintsTests {

    private static final long LONG = Patience.LONGEST.toNanos();

    @TempDir
    private Path folder;

    @Test
    void changeIsAHint() throws Exception {
        try (Hints hints = new Hints(FileSystems.getDefault()::newWatchService)) {
            assertThat(hints.watch(Set.of(this.folder))).isTrue();
            assertThat(hints.watch(Set.of(this.folder))).isFalse();
            Files.writeString(this.folder.resolve("file"), "");
            assertHint(hints);
        }
    }

    @Test
    void overflowIsAHintLikeAnyOther() throws Exception {
        try (Hints hints = new Hints(FileSystems.getDefault()::newWatchService)) {
            hints.watch(Set.of(this.folder));
            int number = 0;
            while (hints.overflows() == 0 && number < 100_000) {
                for (int i = 0; i < 1000; i++) {
                    Files.writeString(this.folder.resolve("file-" + number++), "");
                }
                assertHint(hints);
            }
            assertThat(hints.overflows()).isPositive();
            hints.watch(Set.of(this.folder));
            Files.writeString(this.folder.resolve("another"), "");
            assertHint(hints);
            assertThat(hints.areTold()).isTrue();
        }
    }

    @Test
    void watchServiceThatDiesIsReplaced() throws Exception {
        List<WatchService> opened = new ArrayList<>();
        try (Hints hints = new Hints(() -> {
            WatchService service = FileSystems.getDefault().newWatchService();
            opened.add(service);
            return service;
        })) {
            hints.watch(Set.of(this.folder));
            opened.get(0).close();
            assertThat(hints.await(LONG)).isTrue();
            assertThat(hints.failure()).isPresent();
            assertThat(hints.areTold()).isFalse();
            assertThat(hints.watch(Set.of(this.folder))).isTrue();
            assertThat(hints.failure()).isEmpty();
            Files.writeString(this.folder.resolve("file"), "");
            assertHint(hints);
        }
        assertThat(opened).hasSize(2);
    }

    @Test
    void systemThatTellsNothingIsAskedAgain() throws Exception {
        List<Boolean> asked = new ArrayList<>();
        try (Hints hints = new Hints(() -> {
            asked.add(true);
            if (asked.size() < 3) {
                throw new IOException("User limit of inotify instances reached or too many open files");
            }
            return FileSystems.getDefault().newWatchService();
        })) {
            assertThat(hints.watch(Set.of(this.folder))).isFalse();
            assertThat(hints.failure()).hasValueSatisfying((text) -> assertThat(text).contains("inotify instances"));
            assertThat(hints.await(1)).isTrue();
            assertThat(hints.watch(Set.of(this.folder))).isFalse();
            assertThat(hints.watch(Set.of(this.folder))).isTrue();
            assertThat(hints.failure()).isEmpty();
        }
    }

    @Test
    void folderThatIsMadeAgainIsWatchedAgain() throws Exception {
        Path inner = Files.createDirectory(this.folder.resolve("inner"));
        try (Hints hints = new Hints(FileSystems.getDefault()::newWatchService)) {
            for (int i = 0; i < 3; i++) {
                hints.watch(Set.of(this.folder, inner));
                Files.delete(inner);
                assertHint(hints);
                hints.watch(Set.of(this.folder));
                Files.createDirectory(inner);
                assertHint(hints);
                hints.watch(Set.of(this.folder, inner));
                Path file = Files.writeString(inner.resolve("file"), "");
                assertHint(hints);
                Files.delete(file);
            }
        }
    }

    @Test
    void whoeverWaitsIsWokenByTheEnd() throws Exception {
        Hints hints = new Hints(FileSystems.getDefault()::newWatchService);
        hints.watch(Set.of(this.folder));
        Thread closing = new Thread(hints::close);
        closing.start();
        assertThat(hints.await(LONG)).isFalse();
        closing.join();
        assertThat(hints.watch(Set.of(this.folder))).isFalse();
    }

    /** Had there been none, the wait would have been long. */
    private static void assertHint(Hints hints) throws InterruptedException {
        long before = System.nanoTime();
        assertThat(hints.await(LONG)).isTrue();
        assertThat(System.nanoTime() - before).isLessThan(LONG - TimeUnit.SECONDS.toNanos(1));
    }

}
