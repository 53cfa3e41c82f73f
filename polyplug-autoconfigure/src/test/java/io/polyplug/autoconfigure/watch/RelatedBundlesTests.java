package io.polyplug.autoconfigure.watch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntSupplier;

import io.polyplug.autoconfigure.BundleFolder;
import io.polyplug.autoconfigure.Patience;
import io.polyplug.fixtures.NativeFixtures;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Bundles that depend on each other and change at once.
 */
class RelatedBundlesTests {

    @TempDir
    private Path temporary;

    private WatchedFolder folder;

    @BeforeEach
    void makeFolder() throws IOException {
        this.folder = new WatchedFolder(Files.createDirectory(this.temporary.resolve("bundles")));
        this.folder.overwrite("reload-v1", "reload");
        this.folder.overwrite("consumer", "consumer");
    }

    @Test
    void providerAndDependentAreReloadedInThatOrderWhileBothAreCalled() {
        WatchedContext.runner().withPropertyValues(this.folder.property()).run((context) -> {
            WatchedContext watched = new WatchedContext(context);
            Consumer consumer = watched.runtime().contract(Consumer.class);
            try (Callers callers = new Callers(4, consumer::version)) {
                for (int round = 1; round <= 3; round++) {
                    callers.awaitMore();
                    this.folder.setVersion("consumer", "1." + round + ".0");
                    this.folder.overwrite((round % 2 == 0) ? "reload-v1" : "reload-v2", "reload");
                    watched.awaitAnswer((round % 2 == 0) ? 100 : 200);
                    watched.awaitVersion("consumer", "1." + round + ".0");
                    callers.awaitMore();
                }
            }
            assertThat(watched.events()).doesNotContain("failed reload", "failed consumer");
        });
    }

    @Test
    void providerComesFirst() throws IOException {
        WatchedContext.runner().withPropertyValues(this.folder.property()).run((context) -> {
            WatchedContext watched = new WatchedContext(context);
            watched.awaitLooks();
            this.folder.setVersion("consumer", "1.1.0");
            this.folder.edit("reload", "# other");
            watched.awaitVersion("consumer", "1.1.0");
            watched.awaitEvents("loaded reload", "loaded consumer", "reloaded reload", "reloaded consumer");
        });
    }

    @Test
    void dependentThatIsReloadedAlongIsNotReloadedAgain() {
        new BundleFolder(this.folder.path()).withReinitialization("consumer", "reload.test");
        WatchedContext.runner().withPropertyValues(this.folder.property()).run((context) -> {
            WatchedContext watched = new WatchedContext(context);
            watched.awaitLooks();
            this.folder.setVersion("consumer", "1.1.0");
            this.folder.edit("reload", "# other");
            watched.awaitVersion("consumer", "1.1.0");
            watched.awaitLooks();
            assertThat(watched.bundle("consumer").orElseThrow().generation()).isEqualTo(2);
        });
    }

    @Test
    void providerWaitsForADependentThatIsBeingWritten() throws IOException {
        Path aside = this.temporary.resolve("aside");
        NativeFixtures.copyTo("consumer", aside);
        byte[] library = Files.readAllBytes(aside.resolve("libconsumer.so"));
        Path target = this.folder.path().resolve("consumer").resolve("libconsumer.so");
        WatchedContext.runner().withPropertyValues(this.folder.property()).run((context) -> {
            WatchedContext watched = new WatchedContext(context);
            watched.awaitLooks();
            Files.write(target, Arrays.copyOf(library, library.length / 2));
            Patience.await().until(() -> !watched.status().unfinished().isEmpty());
            this.folder.edit("reload", "# other");
            watched.awaitLooks();
            assertThat(watched.generation()).isEqualTo(1);
            Files.write(target, library);
            Patience.await().until(() -> watched.generation() == 2);
            watched.awaitLooks();
            watched.awaitEvents("loaded reload", "loaded consumer", "reloaded reload");
        });
    }

    @Test
    void bundleThatHasNothingToDoWithItDoesNotWait() throws IOException {
        this.folder.overwrite("caller", "caller");
        Path target = this.folder.path().resolve("consumer").resolve("libconsumer.so");
        WatchedContext.runner().withPropertyValues(this.folder.property()).run((context) -> {
            WatchedContext watched = new WatchedContext(context);
            watched.awaitLooks();
            Files.write(target, new byte[0]);
            Patience.await().until(() -> !watched.status().unfinished().isEmpty());
            this.folder.setVersion("caller", "1.1.0");
            watched.awaitVersion("caller", "1.1.0");
        });
    }

    /**
     * Threads that call without a pause and must be answered, by one of two builds.
     */
    private static final class Callers implements AutoCloseable {

        private final List<Thread> threads = new ArrayList<>();

        private final AtomicLong answered = new AtomicLong();

        private final Queue<String> surprises = new ConcurrentLinkedQueue<>();

        private volatile boolean stopped;

        Callers(int number, IntSupplier call) {
            for (int i = 0; i < number; i++) {
                Thread thread = new Thread(() -> call(call), "caller-" + i);
                this.threads.add(thread);
                thread.start();
            }
        }

        private void call(IntSupplier call) {
            while (!this.stopped) {
                try {
                    int answer = call.getAsInt();
                    if (answer != 100 && answer != 200) {
                        this.surprises.add("answer " + answer);
                    }
                    this.answered.incrementAndGet();
                }
                catch (RuntimeException ex) {
                    this.surprises.add(ex.toString());
                }
            }
        }

        void awaitMore() {
            long before = this.answered.get();
            Patience.await().until(() -> this.answered.get() > before + 1000);
        }

        @Override
        public void close() {
            this.stopped = true;
            Patience.await().until(() -> this.threads.stream().noneMatch(Thread::isAlive));
            assertThat(this.surprises).isEmpty();
        }

    }

}
