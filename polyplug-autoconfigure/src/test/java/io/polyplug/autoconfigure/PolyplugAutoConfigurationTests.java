package io.polyplug.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.polyplug.BundleInfo;
import io.polyplug.InProcessBundle;
import io.polyplug.PolyplugRuntime;
import io.polyplug.autoconfigure.app.Reload;
import io.polyplug.autoconfigure.event.BundleLoadedEvent;
import io.polyplug.error.BundleLoadException;
import io.polyplug.error.ConfigurationException;
import io.polyplug.error.DependencyGraphException;
import io.polyplug.error.ManifestException;
import io.polyplug.error.RuntimeClosedException;
import io.polyplug.spi.BundleContext;
import io.polyplug.spi.BundleLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link PolyplugAutoConfiguration}.
 */
class PolyplugAutoConfigurationTests {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
        .withConfiguration(AutoConfigurations.of(PolyplugAutoConfiguration.class));

    @TempDir
    private Path folder;

    @Test
    void runtimeIsThereWithoutAnyBundle() {
        this.runner.run((context) -> {
            assertThat(context).hasSingleBean(PolyplugRuntime.class);
            assertThat(context.getBean(PolyplugRuntime.class).bundles()).isEmpty();
        });
    }

    @Test
    void nothingIsThereWhenDisabled() {
        this.runner.withPropertyValues("polyplug.enabled=false", "polyplug.locations=missing")
            .run((context) -> assertThat(context).hasNotFailed()
                .doesNotHaveBean(PolyplugRuntime.class)
                .doesNotHaveBean(BundleLifecycle.class));
    }

    @Test
    void backsOffWhenTheApplicationHasItsOwnRuntime() {
        BundleFolder bundles = new BundleFolder(this.folder).with("reload-v1", "reload");
        this.runner.withUserConfiguration(OwnRuntime.class).withPropertyValues(bundles.property()).run((context) -> {
            assertThat(context).hasSingleBean(PolyplugRuntime.class).hasBean("ownRuntime");
            assertThat(context.getBean(PolyplugRuntime.class).bundle("reload")).isPresent();
        });
    }

    @Test
    void customizersComeAfterThePropertiesAndBeforeTheRuntime() {
        this.runner.withUserConfiguration(BackendCustomizer.class)
            .withPropertyValues("polyplug.backend=auto")
            .run((context) -> assertThat(context).getFailure()
                .rootCause()
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("no-such-backend"));
    }

    @Test
    void bundlesOfALocationAreLoadedAndAnnounced() {
        new BundleFolder(this.folder).with("reload-v1", "reload").with("caller", "caller");
        this.runner.withPropertyValues("polyplug.locations=" + this.folder)
            .withUserConfiguration(LoadedBundles.class)
            .run((context) -> {
                PolyplugRuntime runtime = context.getBean(PolyplugRuntime.class);
                assertThat(runtime.bundles()).extracting(BundleInfo::name).containsExactly("caller", "reload");
                assertThat(context.getBean(LoadedBundles.class).names).containsExactly("caller", "reload");
                assertThat(runtime.contract(Reload.class).answer()).isEqualTo(100);
            });
    }

    @Test
    void beansOfJavaObjectsAreBundles() {
        new BundleFolder(this.folder).with("caller", "caller");
        this.runner
            .withBean(InProcessBundle.class, () -> InProcessBundle.of("mine", "1.0.0").provide(Reload.class, () -> 7))
            .withPropertyValues("polyplug.locations=" + this.folder)
            .withUserConfiguration(LoadedBundles.class)
            .run((context) -> {
                assertThat(context.getBean(PolyplugRuntime.class).contract(Reload.class).answer()).isEqualTo(7);
                assertThat(context.getBean(LoadedBundles.class).names).containsExactly("mine", "caller");
            });
    }

    @Test
    void beansThatLoadBundlesAreUsed() throws IOException {
        new BundleFolder(this.folder).with("reload-v1", "reload");
        Path manifest = this.folder.resolve("reload/manifest.toml");
        Files.writeString(manifest, Files.readString(manifest).replace("\"native\"", "\"constant\""));
        this.runner.withBean(BundleLoader.class, ConstantLoader::new)
            .withPropertyValues("polyplug.locations=" + this.folder)
            .run((context) -> assertThat(context.getBean(PolyplugRuntime.class).contract(Reload.class).answer())
                .isEqualTo(9));
    }

    @Test
    void bundleWithAPathOfItsOwnIsLoaded() {
        new BundleFolder(this.folder).with("reload-v2", "somewhere");
        this.runner.withPropertyValues("polyplug.bundles.reload.path=" + this.folder.resolve("somewhere").toUri())
            .run((context) -> assertThat(context.getBean(PolyplugRuntime.class).contract(Reload.class).answer())
                .isEqualTo(200));
    }

    @Test
    void locationsAndPathsAreLoadedAsOneSet() {
        new BundleFolder(this.folder.resolve("one")).with("consumer", "consumer")
            .with("caller", "caller")
            .withReinitialization("caller", "demo.Slow");
        new BundleFolder(this.folder.resolve("two")).with("slow", "slow");
        new BundleFolder(this.folder).with("reload-v1", "three");
        this.runner
            .withPropertyValues("polyplug.locations=" + this.folder.resolve("one") + "," + this.folder.resolve("two"),
                    "polyplug.bundles.reload.path=" + this.folder.resolve("three"))
            .withUserConfiguration(LoadedBundles.class)
            .run((context) -> {
                assertThat(context).hasNotFailed();
                assertThat(context.getBean(LoadedBundles.class).names).containsExactly("slow", "caller", "reload",
                        "consumer");
            });
    }

    @Test
    void missingDependencyFailsTheStartUp() {
        BundleFolder bundles = new BundleFolder(this.folder).with("consumer", "consumer");
        this.runner.withPropertyValues(bundles.property())
            .run((context) -> assertThat(context).getFailure()
                .rootCause()
                .isInstanceOf(DependencyGraphException.class)
                .hasMessageContaining("'consumer'")
                .hasMessageContaining("'reload.test'"));
    }

    @Test
    void whatDependsOnABadBundleIsLeftOutWithIt() {
        BundleFolder bundles = new BundleFolder(this.folder).with("reload-init-fails", "reload")
            .with("consumer", "consumer")
            .with("caller", "caller");
        this.runner.withPropertyValues(bundles.property(), "polyplug.on-load-failure=skip")
            .withUserConfiguration(LoadedBundles.class)
            .run((context) -> {
                assertThat(context).hasNotFailed();
                assertThat(context.getBean(LoadedBundles.class).names).containsExactly("caller");
            });
    }

    @Test
    void pathWithoutABundleIsRefused() {
        this.runner.withPropertyValues("polyplug.bundles.reload.path=" + this.folder)
            .run((context) -> assertThat(context).getFailure()
                .rootCause()
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("polyplug.bundles.reload.path")
                .hasMessageContaining("manifest.toml"));
    }

    @Test
    void bundleUnderAnotherNameThanItsManifestIsRefused() {
        new BundleFolder(this.folder).with("reload-v1", "reload");
        this.runner.withPropertyValues("polyplug.bundles.other.path=" + this.folder.resolve("reload"))
            .run((context) -> assertThat(context).getFailure()
                .rootCause()
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("polyplug.bundles.other.path")
                .hasMessageContaining("'reload'"));
    }

    @Test
    void nothingOfABundleUnderAnotherNameRuns() {
        new BundleFolder(this.folder.resolve("other")).with("reload-init-fails", "reload");
        new BundleFolder(this.folder.resolve("all")).with("consumer", "consumer").with("caller", "caller");
        this.runner.withPropertyValues("polyplug.locations=" + this.folder.resolve("all"),
                "polyplug.bundles.wrong.path=" + this.folder.resolve("other/reload"), "polyplug.on-load-failure=skip")
            .withUserConfiguration(LoadedBundles.class)
            .run((context) -> {
                assertThat(context).hasNotFailed();
                assertThat(context.getBean(LoadedBundles.class).names).containsExactly("caller");
            });
    }

    @Test
    void missingLocationFailsTheStartUp() {
        this.runner.withPropertyValues("polyplug.locations[0]=" + this.folder.resolve("none"))
            .run((context) -> assertThat(context).getFailure()
                .rootCause()
                .isInstanceOf(BundleLocationException.class)
                .hasMessageContaining("polyplug.locations[0]")
                .hasMessageContaining("does not exist"));
    }

    @Test
    void missingOptionalLocationIsPassedOver() {
        this.runner.withPropertyValues("polyplug.locations=optional:" + this.folder.resolve("none"))
            .run((context) -> assertThat(context).hasNotFailed());
    }

    @Test
    void badBundleFailsTheStartUp() {
        BundleFolder bundles = new BundleFolder(this.folder).with("reload-init-fails", "reload")
            .with("caller", "caller");
        this.runner.withPropertyValues(bundles.property())
            .run((context) -> assertThat(context).getFailure()
                .rootCause()
                .isInstanceOf(BundleLoadException.class)
                .hasMessageContaining("the licence file is missing"));
    }

    @Test
    void badBundleIsLeftOutWhenLoadFailuresAreSkipped() throws Exception {
        BundleFolder bundles = new BundleFolder(this.folder).with("reload-init-fails", "reload")
            .with("caller", "caller");
        Files.writeString(Files.createDirectory(this.folder.resolve("broken")).resolve("manifest.toml"), "name = ");
        Files.createDirectory(this.folder.resolve("not-a-bundle"));
        this.runner.withPropertyValues(bundles.property(), "polyplug.on-load-failure=skip")
            .withUserConfiguration(LoadedBundles.class)
            .run((context) -> {
                assertThat(context).hasNotFailed();
                assertThat(context.getBean(LoadedBundles.class).names).containsExactly("caller");
            });
    }

    @Test
    void badManifestFailsTheStartUp() throws Exception {
        Path manifest = Files.createDirectory(this.folder.resolve("broken")).resolve("manifest.toml");
        Files.writeString(manifest, "name = ");
        this.runner.withPropertyValues("polyplug.locations=" + this.folder)
            .run((context) -> assertThat(context).getFailure()
                .cause()
                .hasCauseInstanceOf(ManifestException.class)
                .hasMessageContaining(manifest.toString()));
    }

    @Test
    void runtimeIsClosedWithTheContext() {
        BundleFolder bundles = new BundleFolder(this.folder).with("reload-v1", "reload");
        List<PolyplugRuntime> runtimes = new ArrayList<>();
        this.runner.withPropertyValues(bundles.property())
            .run((context) -> runtimes.add(context.getBean(PolyplugRuntime.class)));
        assertThatExceptionOfType(RuntimeClosedException.class).isThrownBy(runtimes.get(0)::bundles);
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnRuntime {

        @Bean
        PolyplugRuntime ownRuntime() {
            return PolyplugRuntime.builder().build();
        }

    }

    @Configuration(proxyBeanMethods = false)
    static class BackendCustomizer {

        @Bean
        RuntimeBuilderCustomizer backendCustomizer() {
            return (builder) -> builder.backend("no-such-backend");
        }

    }

    static class LoadedBundles implements ApplicationListener<BundleLoadedEvent> {

        final List<String> names = new ArrayList<>();

        @Override
        public void onApplicationEvent(BundleLoadedEvent event) {
            this.names.add(event.bundle().name());
        }

    }

    /** Provides the same answer for every bundle. */
    static class ConstantLoader implements BundleLoader {

        @Override
        public String name() {
            return "constant";
        }

        @Override
        public AutoCloseable load(BundleContext bundle) {
            bundle.provide(Reload.class, () -> 9);
            return () -> {
            };
        }

    }

}
