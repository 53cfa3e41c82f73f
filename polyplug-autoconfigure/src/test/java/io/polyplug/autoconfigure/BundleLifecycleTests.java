package io.polyplug.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import io.polyplug.PolyplugRuntime;
import io.polyplug.autoconfigure.app.Reload;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.metrics.buffering.BufferingApplicationStartup;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link BundleLifecycle}.
 */
class BundleLifecycleTests {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
        .withConfiguration(AutoConfigurations.of(PolyplugAutoConfiguration.class));

    @TempDir
    private Path folder;

    @Test
    void bundlesAreLoadedAfterTheSingletonsAndBeforeOtherLifecycles() {
        BundleFolder bundles = new BundleFolder(this.folder).with("reload-v1", "reload");
        this.runner.withPropertyValues(bundles.property())
            .withUserConfiguration(Observers.class)
            .run((context) -> assertThat(context.getBean(Observations.class).loaded).containsExactly("singletons: []",
                    "lifecycle: [reload]"));
    }

    @Test
    void bundlesAreLoadedEvenWhenBeansAreLazy() {
        BundleFolder bundles = new BundleFolder(this.folder).with("reload-v1", "reload");
        this.runner.withPropertyValues(bundles.property())
            .withInitializer(
                    (context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
            .run((context) -> assertThat(context.getBean(PolyplugRuntime.class).bundle("reload")).isPresent());
    }

    @Test
    void closedContextLeavesNothingBehind() throws IOException {
        BundleFolder bundles = new BundleFolder(this.folder.resolve("bundles")).with("reload-v1", "reload");
        Path work = this.folder.resolve("work");
        Set<Thread> before = threads();
        this.runner.withPropertyValues(bundles.property(), "polyplug.work-directory=" + work).run((context) -> {
            assertThat(context.getBean(PolyplugRuntime.class).contract(Reload.class).answer()).isEqualTo(100);
            assertThat(mappings()).contains(work.toString());
            assertThat(before.containsAll(threads())).isFalse();
        });
        assertThat(mappings()).doesNotContain(work.toString());
        Patience.await().untilAsserted(() -> assertThat(before).containsAll(threads()));
    }

    @Test
    void failedStartLeavesNothingBehind() throws IOException {
        BundleFolder bundles = new BundleFolder(this.folder.resolve("bundles")).with("caller", "caller");
        Path work = this.folder.resolve("work");
        Set<Thread> before = threads();
        this.runner
            .withPropertyValues(bundles.property(), "polyplug.work-directory=" + work,
                    "polyplug.bundles.other.path=" + this.folder.resolve("none"))
            .run((context) -> assertThat(context).hasFailed());
        assertThat(mappings()).doesNotContain(work.toString());
        Patience.await().untilAsserted(() -> assertThat(before).containsAll(threads()));
    }

    private static String mappings() throws IOException {
        return Files.readString(Path.of("/proc/self/maps"));
    }

    private static Set<Thread> threads() {
        return Thread.getAllStackTraces()
            .keySet()
            .stream()
            .filter((thread) -> thread.getName().startsWith("polyplug"))
            .collect(Collectors.toSet());
    }

    @Test
    void stepsAreRecordedInTheirOrder() {
        BundleFolder bundles = new BundleFolder(this.folder).with("reload-v1", "reload");
        BufferingApplicationStartup startup = new BufferingApplicationStartup(10000);
        this.runner.withPropertyValues(bundles.property())
            .withInitializer((context) -> context.setApplicationStartup(startup))
            .withUserConfiguration(LastStep.class)
            .run((context) -> {
                assertThat(context.getBean(LastStep.class).bundles).containsExactly("reload");
                assertThat(startup.getBufferedTimeline().getEvents())
                    .extracting((event) -> event.getStartupStep().getName())
                    .filteredOn((name) -> name.startsWith("polyplug."))
                    .containsExactly("polyplug.startup.runtime-settings", "polyplug.startup.host-contracts",
                            "polyplug.startup.bundles", "polyplug.startup.last");
            });
    }

    @Test
    void webServerStartsLater() {
        assertThat(BundleLifecycle.PHASE).isLessThan(WebServerApplicationContext.START_STOP_LIFECYCLE_PHASE);
    }

    @Test
    void pausedContextKeepsItsBundles() {
        assertBundlesSurvive((context) -> {
            context.pause();
            context.restart();
        });
    }

    @Test
    void stoppedContextKeepsItsBundles() {
        assertBundlesSurvive((context) -> {
            context.stop();
            context.start();
        });
    }

    @Test
    void restartedContextKeepsItsBundles() {
        assertBundlesSurvive(ConfigurableApplicationContext::restart);
    }

    @Test
    void beansMayCallContractsWhileTheyAreDestroyed() {
        BundleFolder bundles = new BundleFolder(this.folder).with("reload-v1", "reload");
        LastCall lastCall = new LastCall();
        this.runner.withPropertyValues(bundles.property())
            .withBean(LastCall.class, () -> lastCall)
            .withUserConfiguration(CallerWhileDestroyed.class)
            .run((context) -> assertThat(context).hasNotFailed());
        assertThat(lastCall.answer).isEqualTo(100);
    }

    private void assertBundlesSurvive(Consumer<ConfigurableApplicationContext> action) {
        BundleFolder bundles = new BundleFolder(this.folder).with("reload-v1", "reload");
        this.runner.withPropertyValues(bundles.property()).run((context) -> {
            PolyplugRuntime runtime = context.getBean(PolyplugRuntime.class);
            Reload reload = runtime.contract(Reload.class);
            action.accept(context.getSourceApplicationContext());
            assertThat(context.getBean(BundleLifecycle.class).isRunning()).isTrue();
            assertThat(reload.answer()).isEqualTo(100);
            assertThat(runtime.bundle("reload").orElseThrow().generation()).isEqualTo(1);
        });
    }

    static class Observations {

        final List<String> loaded = new ArrayList<>();

    }

    @Configuration(proxyBeanMethods = false)
    static class Observers {

        @Bean
        Observations observations() {
            return new Observations();
        }

        @Bean
        SmartInitializingSingleton singletonObserver(PolyplugRuntime runtime, Observations observations) {
            return () -> observations.loaded.add("singletons: " + names(runtime));
        }

        @Bean
        SmartLifecycle lifecycleObserver(PolyplugRuntime runtime, Observations observations) {
            return new SmartLifecycle() {

                @Override
                public void start() {
                    observations.loaded.add("lifecycle: " + names(runtime));
                }

                @Override
                public void stop() {
                }

                @Override
                public boolean isRunning() {
                    return false;
                }

                @Override
                public int getPhase() {
                    return Integer.MIN_VALUE + 2048;
                }

            };
        }

        private static List<String> names(PolyplugRuntime runtime) {
            return runtime.bundles().stream().map((bundle) -> bundle.name()).toList();
        }

    }

    static class LastCall {

        int answer;

    }

    @Configuration(proxyBeanMethods = false)
    static class CallerWhileDestroyed {

        @Bean
        AutoCloseable callerWhileDestroyed(PolyplugRuntime runtime, LastCall lastCall) {
            Reload reload = runtime.contract(Reload.class);
            return () -> lastCall.answer = reload.answer();
        }

    }

    static class LastStep implements BundleStartupStep {

        private final PolyplugRuntime runtime;

        private final List<String> bundles = new ArrayList<>();

        LastStep(PolyplugRuntime runtime) {
            this.runtime = runtime;
        }

        @Override
        public String name() {
            return "last";
        }

        @Override
        public int getOrder() {
            return LOADING + 2;
        }

        @Override
        public void run() {
            this.runtime.bundles().forEach((bundle) -> this.bundles.add(bundle.name()));
        }

    }

}
