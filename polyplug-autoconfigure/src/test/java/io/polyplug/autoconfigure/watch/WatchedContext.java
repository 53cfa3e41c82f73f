package io.polyplug.autoconfigure.watch;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import io.polyplug.BundleInfo;
import io.polyplug.PolyplugRuntime;
import io.polyplug.autoconfigure.Patience;
import io.polyplug.autoconfigure.PolyplugAutoConfiguration;
import io.polyplug.autoconfigure.app.Reload;
import io.polyplug.autoconfigure.event.BundleLoadedEvent;
import io.polyplug.autoconfigure.event.BundleReloadFailedEvent;
import io.polyplug.autoconfigure.event.BundleReloadedEvent;
import io.polyplug.autoconfigure.event.BundleUnloadingEvent;
import io.polyplug.autoconfigure.rollout.PolyplugRolloutAutoConfiguration;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application that watches its bundles, and what can be told of it.
 */
final class WatchedContext {

    private final ApplicationContext context;

    WatchedContext(ApplicationContext context) {
        this.context = context;
    }

    static ApplicationContextRunner runner() {
        return new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(PolyplugAutoConfiguration.class,
                    PolyplugRolloutAutoConfiguration.class, PolyplugWatchAutoConfiguration.class))
            .withUserConfiguration(Events.class)
            .withPropertyValues("polyplug.hot-reload.watch=true", "polyplug.hot-reload.polling-interval=250ms");
    }

    static void run(WatchedFolder folder, Consumer<WatchedContext> test, String... properties) {
        runner().withPropertyValues(folder.property()).withPropertyValues(properties).run((context) -> {
            assertThat(context).hasNotFailed();
            test.accept(new WatchedContext(context));
        });
    }

    PolyplugRuntime runtime() {
        return this.context.getBean(PolyplugRuntime.class);
    }

    WatchStatus status() {
        return this.context.getBean(BundleWatch.class).status();
    }

    /**
     * Returns what happened to bundles since the start, such as {@code reloaded reload}.
     */
    List<String> events() {
        return this.context.getBean(Events.class).received;
    }

    Optional<BundleInfo> bundle(String name) {
        return runtime().bundle(name);
    }

    long generation() {
        return bundle("reload").orElseThrow().generation();
    }

    int answer() {
        return runtime().contract(Reload.class).answer();
    }

    void awaitAnswer(int expected) {
        Patience.await().until(() -> answer() == expected);
    }

    void awaitAnswerOnceLoaded(int expected) {
        Patience.await().until(() -> bundle("reload").isPresent());
        awaitAnswer(expected);
    }

    void awaitEvent(String event) {
        Patience.await().untilAsserted(() -> assertThat(events()).contains(event));
    }

    /** An event is told after what it tells of can be seen. */
    void awaitEvents(String... all) {
        Patience.await().untilAsserted(() -> assertThat(events()).containsExactly(all));
    }

    void awaitLastEvents(String... last) {
        Patience.await().untilAsserted(() -> assertThat(events()).endsWith(last));
    }

    void awaitVersion(String bundle, String version) {
        Patience.await()
            .until(() -> bundle(bundle).filter((info) -> info.version().toString().equals(version)).isPresent());
    }

    /**
     * Waits until the watch has looked often enough to have done all that it is going to.
     */
    void awaitLooks() {
        awaitLooksAfter(Duration.ofMillis(500));
    }

    private void awaitLooksAfter(Duration time) {
        Instant before = Instant.now().plus(time);
        for (int i = 0; i < 4; i++) {
            Instant last = before;
            Patience.await().until(() -> status().lastLook().filter((look) -> look.isAfter(last)).isPresent());
            before = status().lastLook().orElseThrow();
        }
    }

    /** The watch compares with what was attempted meanwhile when it goes on. */
    void whileNobodyLooks(Runnable work) {
        BundleWatcher watcher = this.context.getBean(BundleWatcher.class);
        watcher.stop();
        work.run();
        watcher.start();
    }

    /** Looks, while nobody else does. */
    Findings look(long now) {
        return this.context.getBean(FolderLook.class).look(now);
    }

    static class Events {

        private final List<String> received = new CopyOnWriteArrayList<>();

        @EventListener
        void on(BundleLoadedEvent event) {
            this.received.add("loaded " + event.bundle().name());
        }

        @EventListener
        void on(BundleReloadedEvent event) {
            this.received.add("reloaded " + event.phase().bundleName());
        }

        @EventListener
        void on(BundleReloadFailedEvent event) {
            this.received.add("failed " + event.phase().bundleName());
        }

        @EventListener
        void on(BundleUnloadingEvent event) {
            this.received.add("unloading " + event.phase().bundleName());
        }

    }

}
