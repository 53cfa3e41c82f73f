package io.polyplug.autoconfigure.watch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import io.polyplug.ReloadPhase;
import io.polyplug.autoconfigure.ConfiguredFolders;
import io.polyplug.autoconfigure.Patience;
import io.polyplug.autoconfigure.event.BundleLoadedEvent;
import io.polyplug.autoconfigure.event.BundlePreparingEvent;
import io.polyplug.autoconfigure.event.BundleReloadEvent;
import io.polyplug.autoconfigure.event.BundleReloadFailedEvent;
import io.polyplug.error.ReloadException;
import io.polyplug.fixtures.NativeFixtures;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What changes while bundles are being loaded or reloaded, or is planned and not done
 * when the watch stops.
 */
class ChangesDuringWorkTests {

    @TempDir
    private Path temporary;

    private WatchedFolder folder;

    private final Meanwhile meanwhile = new Meanwhile();

    @BeforeEach
    void makeFolder() throws IOException {
        this.folder = new WatchedFolder(Files.createDirectory(this.temporary.resolve("bundles")));
    }

    private ApplicationContextRunner runner() {
        return WatchedContext.runner()
            .withPropertyValues(this.folder.property())
            .withBean(Meanwhile.class, () -> this.meanwhile);
    }

    @Test
    void changeWhileTheStartLoadsIsReloaded() {
        this.folder.overwrite("reload-v1", "reload");
        this.folder.overwrite("caller", "caller");
        this.meanwhile.at(BundleLoadedEvent.class, this::setVersions);
        runner().run((context) -> awaitVersions(new WatchedContext(context)));
    }

    @Test
    void changeWhileNewBundlesAreLoadedIsReloaded() {
        NativeFixtures.copyTo("caller", this.temporary.resolve("caller"));
        this.folder.overwrite("reload-v1", "reload");
        this.meanwhile.at(BundleReloadEvent.class, this::setVersions);
        runner().run((context) -> {
            WatchedContext watched = new WatchedContext(context);
            watched.whileNobodyLooks(() -> {
                this.folder.edit("reload", "# other");
                this.folder.overwrite("caller", "caller");
            });
            awaitVersions(watched);
        });
    }

    private void setVersions() {
        this.folder.setVersion("reload", "3.0.0");
        this.folder.setVersion("caller", "3.0.0");
    }

    private static void awaitVersions(WatchedContext watched) {
        watched.awaitVersion("reload", "3.0.0");
        watched.awaitVersion("caller", "3.0.0");
    }

    @Test
    void swapOfAKubernetesVolumeDuringAReloadIsReloadedToo() throws IOException {
        KubernetesVolume volume = new KubernetesVolume(Files.createDirectory(this.folder.path().resolve("reload")));
        volume.publish("reload-v1", "# round 0");
        this.meanwhile.at(BundlePreparingEvent.class, () -> volume.publish("reload-v2", "# round 2"));
        runner().run((context) -> {
            WatchedContext watched = new WatchedContext(context);
            volume.publish("reload-v1", "# round 1");
            watched.awaitAnswer(200);
            assertThat(watched.generation()).isEqualTo(3);
        });
    }

    @Test
    void changeAfterACopyWasRefusedIsReloaded() {
        this.folder.overwrite("reload-v1", "reload");
        Path link = this.folder.path().resolve("reload").resolve("outside");
        this.meanwhile.at(BundleReloadFailedEvent.class, () -> {
            ChangedBundleTests.unchecked(() -> Files.delete(link));
            this.folder.overwrite("reload-v2", "reload");
        });
        runner().run((context) -> {
            WatchedContext watched = new WatchedContext(context);
            Files.createSymbolicLink(link, Path.of("..").resolve("outside"));
            watched.awaitAnswer(200);
            watched.awaitEvents("loaded reload", "failed reload", "reloaded reload");
        });
    }

    @Test
    void changeWhileSomebodyElseLoadsIsReloaded() {
        this.folder.overwrite("reload-v1", "reload");
        runner().run((context) -> {
            WatchedContext watched = new WatchedContext(context);
            watched.awaitLooks();
            watched.whileNobodyLooks(() -> {
                watched.runtime().unloadBundle("reload");
                this.meanwhile.at(BundleLoadedEvent.class, () -> this.folder.setVersion("reload", "3.0.0"));
                context.getBean(ConfiguredFolders.class)
                    .load(List.of(this.folder.path().resolve("reload")), (refusal) -> {
                        throw refusal;
                    });
            });
            watched.awaitVersion("reload", "3.0.0");
        });
    }

    @Test
    void changeBySomebodyWhoHearsOfAReloadIsReloaded() {
        this.folder.overwrite("reload-v1", "reload");
        AtomicReference<Runnable> once = new AtomicReference<>();
        runner().withBean(PhaseListener.class, () -> new PhaseListener(once)).run((context) -> {
            WatchedContext watched = new WatchedContext(context);
            watched.awaitLooks();
            watched.whileNobodyLooks(() -> {
                once.set(() -> this.folder.setVersion("reload", "3.0.0"));
                watched.runtime().reloadBundle("reload");
            });
            watched.awaitVersion("reload", "3.0.0");
        });
    }

    @Test
    void changeAfterACopyForSomebodyElseWasRefusedIsReloaded() {
        this.folder.overwrite("reload-v1", "reload");
        Path link = this.folder.path().resolve("reload").resolve("outside");
        AtomicReference<Runnable> once = new AtomicReference<>();
        runner().withBean(PhaseListener.class, () -> new PhaseListener(once)).run((context) -> {
            WatchedContext watched = new WatchedContext(context);
            watched.awaitLooks();
            watched.whileNobodyLooks(() -> {
                ChangedBundleTests.unchecked(() -> Files.createSymbolicLink(link, Path.of("..").resolve("outside")));
                once.set(() -> {
                    ChangedBundleTests.unchecked(() -> Files.delete(link));
                    this.folder.overwrite("reload-v2", "reload");
                });
                assertThatExceptionOfType(ReloadException.class)
                    .isThrownBy(() -> watched.runtime().reloadBundle("reload"));
            });
            watched.awaitAnswer(200);
        });
    }

    @Test
    void whatIsPlannedWhenTheWatchStopsIsDoneAfterwards() {
        this.folder.overwrite("reload-v1", "reload");
        this.folder.overwrite("caller", "caller");
        runner().run((context) -> {
            WatchedContext watched = new WatchedContext(context);
            BundleWatcher watcher = context.getBean(BundleWatcher.class);
            this.meanwhile.at(BundlePreparingEvent.class, watcher::stop);
            watched.whileNobodyLooks(this::setVersions);
            Patience.await().until(() -> watched.events().stream().anyMatch((event) -> event.startsWith("reloaded")));
            Patience.await().until(() -> !WatchThreadTests.areAny());
            assertThat(watched.events()).hasSize(3);
            watcher.start();
            awaitVersions(watched);
        });
    }

    /** Does something once, at the first phase after that was set. */
    private record PhaseListener(AtomicReference<Runnable> once) implements Consumer<ReloadPhase> {

        @Override
        public void accept(ReloadPhase phase) {
            Runnable work = this.once.getAndSet(null);
            if (work != null) {
                work.run();
            }
        }

    }

    /** Something that happens once, in the middle of a step of a bundle's life. */
    private static final class Meanwhile implements ApplicationListener<ApplicationEvent>, Ordered {

        private final AtomicReference<Runnable> work = new AtomicReference<>();

        private volatile Class<?> moment = Void.class;

        void at(Class<?> event, Runnable work) {
            this.work.set(work);
            this.moment = event;
        }

        @Override
        public int getOrder() {
            return HIGHEST_PRECEDENCE;
        }

        @Override
        public void onApplicationEvent(ApplicationEvent event) {
            if (this.moment.isInstance(event)) {
                Runnable once = this.work.getAndSet(null);
                if (once != null) {
                    once.run();
                }
            }
        }

    }

}
