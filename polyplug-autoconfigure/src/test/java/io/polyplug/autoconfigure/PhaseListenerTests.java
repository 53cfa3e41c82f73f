package io.polyplug.autoconfigure;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import io.polyplug.PolyplugRuntime;
import io.polyplug.ReloadPhase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Beans that are told the phases of the runtime.
 */
class PhaseListenerTests {

    private final Told told = new Told();

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
        .withConfiguration(AutoConfigurations.of(PolyplugAutoConfiguration.class))
        .withBean(Told.class, () -> this.told);

    @TempDir
    private Path folder;

    @Test
    void listenersAreToldInTheirOrderUntilTheRuntimeIsClosed() {
        BundleFolder bundles = new BundleFolder(this.folder).with("reload-v1", "reload");
        this.runner.withPropertyValues(bundles.property()).withUserConfiguration(Listeners.class).run((context) -> {
            PolyplugRuntime runtime = context.getBean(PolyplugRuntime.class);
            runtime.reloadBundle("reload");
            assertThat(runtime.awaitReclamation(Patience.LONGEST)).isTrue();
            assertThat(this.told.texts).containsExactly("first Preparing 2", "second Preparing 2", "first Reloaded 2",
                    "second Reloaded 2", "first Reclaimed 1", "second Reclaimed 1");
        });
        assertThat(this.told.texts).endsWith("first Reclaimed 2", "second Reclaimed 2");
    }

    @Test
    void consumersOfOtherThingsAreToldNothing() {
        BundleFolder bundles = new BundleFolder(this.folder).with("reload-v1", "reload");
        Consumer<Object> raw = (phase) -> this.told.texts.add(phase.toString());
        this.runner.withPropertyValues(bundles.property())
            .withBean("raw", Consumer.class, () -> raw)
            .withUserConfiguration(OtherConsumer.class)
            .run((context) -> {
                context.getBean(PolyplugRuntime.class).reloadBundle("reload");
                assertThat(this.told.texts).isEmpty();
            });
    }

    @Configuration(proxyBeanMethods = false)
    static class Listeners {

        @Bean
        @Order(2)
        Consumer<ReloadPhase> second(Told told) {
            return told.listener("second");
        }

        @Bean
        @Order(1)
        Consumer<ReloadPhase> first(Told told) {
            return told.listener("first");
        }

    }

    @Configuration(proxyBeanMethods = false)
    static class OtherConsumer {

        @Bean
        Consumer<String> textConsumer(Told told) {
            return told.texts::add;
        }

    }

    static class Told {

        private final List<String> texts = new CopyOnWriteArrayList<>();

        private Consumer<ReloadPhase> listener(String name) {
            return (phase) -> this.texts.add(name + " " + phase.getClass().getSimpleName() + " " + phase.generation());
        }

    }

}
