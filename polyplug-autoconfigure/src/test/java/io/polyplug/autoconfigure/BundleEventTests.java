package io.polyplug.autoconfigure;

import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.polyplug.PolyplugRuntime;
import io.polyplug.autoconfigure.event.BundleLoadedEvent;
import io.polyplug.autoconfigure.event.BundlePreparingEvent;
import io.polyplug.autoconfigure.event.BundleReclaimedEvent;
import io.polyplug.autoconfigure.event.BundleReloadEvent;
import io.polyplug.autoconfigure.event.BundleReloadFailedEvent;
import io.polyplug.autoconfigure.event.BundleReloadedEvent;
import io.polyplug.autoconfigure.event.BundleUnloadingEvent;
import io.polyplug.error.PolyplugException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Phases arrive as application events, in their order.
 */
class BundleEventTests {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
        .withConfiguration(AutoConfigurations.of(PolyplugAutoConfiguration.class))
        .withUserConfiguration(Events.class);

    @TempDir
    private Path folder;

    @Test
    void lifeOfABundleIsToldInOrder() {
        BundleFolder bundles = new BundleFolder(this.folder).with("reload-v1", "reload");
        this.runner.withPropertyValues(bundles.property()).run((context) -> {
            PolyplugRuntime runtime = context.getBean(PolyplugRuntime.class);
            Events events = context.getBean(Events.class);
            assertThat(events.next()).isEqualTo("loaded reload 1.0.0");

            bundles.with("reload-v2", "reload");
            runtime.reloadBundle("reload");
            assertThat(events.next()).isEqualTo("preparing reload 2");
            assertThat(events.next()).isEqualTo("reloaded reload 2 1.1.0");
            assertThat(events.nextReclaimed()).isEqualTo("reclaimed reload 1");

            bundles.with("reload-init-fails", "reload");
            assertThatExceptionOfType(PolyplugException.class).isThrownBy(() -> runtime.reloadBundle("reload"));
            assertThat(events.next()).startsWith("preparing reload ");
            assertThat(events.next()).startsWith("failed reload ").contains("the licence file is missing");

            runtime.rollbackBundle("reload");
            assertThat(events.next()).startsWith("preparing reload ");
            assertThat(events.next()).startsWith("reloaded reload ").endsWith(" 1.0.0");
            assertThat(events.nextReclaimed()).isEqualTo("reclaimed reload 2");

            long serving = runtime.bundle("reload").orElseThrow().generation();
            runtime.unloadBundle("reload");
            assertThat(events.next()).isEqualTo("unloading reload " + serving);
            assertThat(events.nextReclaimed()).isEqualTo("reclaimed reload " + serving);
            assertThat(runtime.awaitReclamation(Patience.LONGEST)).isTrue();
            assertThat(events.received).isEmpty();
            assertThat(events.reclaimed).isEmpty();
        });
    }

    @Test
    void listenerThatThrowsChangesNothing() {
        BundleFolder bundles = new BundleFolder(this.folder).with("reload-v1", "reload");
        this.runner.withPropertyValues(bundles.property()).withUserConfiguration(Thrower.class).run((context) -> {
            PolyplugRuntime runtime = context.getBean(PolyplugRuntime.class);
            assertThat(runtime.reloadBundle("reload").generation()).isEqualTo(2);
        });
    }

    @Test
    void listenerThatThrowsAtTheLoadChangesNothingEither() {
        BundleFolder bundles = new BundleFolder(this.folder).with("reload-v1", "reload").with("caller", "caller");
        this.runner.withPropertyValues(bundles.property())
            .withUserConfiguration(LoadThrower.class)
            .run((context) -> assertThat(context.getBean(PolyplugRuntime.class).bundles()).hasSize(2));
    }

    @Test
    void nothingIsPublishedWhileTheContextCloses() {
        BundleFolder bundles = new BundleFolder(this.folder).with("reload-v1", "reload");
        Events events = new Events();
        new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(PolyplugAutoConfiguration.class))
            .withBean(Events.class, () -> events)
            .withPropertyValues(bundles.property())
            .run((context) -> assertThat(events.next()).isEqualTo("loaded reload 1.0.0"));
        assertThat(events.received).isEmpty();
    }

    /**
     * The events received, apart from each other by the thread that tells them.
     */
    static class Events {

        final BlockingQueue<String> received = new LinkedBlockingQueue<>();

        final BlockingQueue<String> reclaimed = new LinkedBlockingQueue<>();

        String next() throws InterruptedException {
            return next(this.received);
        }

        String nextReclaimed() throws InterruptedException {
            return next(this.reclaimed);
        }

        private static String next(BlockingQueue<String> events) throws InterruptedException {
            String event = events.poll(Patience.LONGEST.toSeconds(), TimeUnit.SECONDS);
            assertThat(event).as("next event").isNotNull();
            return event;
        }

        @EventListener
        void on(BundleLoadedEvent event) {
            this.received.add("loaded " + event.bundle().name() + " " + event.bundle().version());
        }

        @EventListener
        void on(BundlePreparingEvent event) {
            add("preparing", event, "");
        }

        @EventListener
        void on(BundleReloadedEvent event) {
            add("reloaded", event, " " + event.phase().version());
        }

        @EventListener
        void on(BundleReloadFailedEvent event) {
            add("failed", event, " " + event.phase().reason());
        }

        @EventListener
        void on(BundleUnloadingEvent event) {
            add("unloading", event, "");
        }

        @EventListener
        void on(BundleReclaimedEvent event) {
            this.reclaimed.add(text("reclaimed", event, ""));
        }

        private void add(String name, BundleReloadEvent event, String rest) {
            this.received.add(text(name, event, rest));
        }

        private static String text(String name, BundleReloadEvent event, String rest) {
            return name + " " + event.phase().bundleName() + " " + event.phase().generation() + rest;
        }

    }

    static class Thrower {

        @EventListener
        void on(BundleReloadEvent event) {
            throw new IllegalStateException("a listener that always throws");
        }

    }

    static class LoadThrower {

        @EventListener
        void on(BundleLoadedEvent event) {
            throw new IllegalStateException("a listener that always throws");
        }

    }

}
