package io.polyplug.sources;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import io.polyplug.PolyplugRuntime;
import io.polyplug.autoconfigure.actuate.PolyplugEndpoint;
import io.polyplug.autoconfigure.actuate.PolyplugEndpointAutoConfiguration;
import io.polyplug.autoconfigure.actuate.PolyplugHealthContributorAutoConfiguration;
import io.polyplug.autoconfigure.source.BundleSources;
import io.polyplug.error.BundleLoadException;
import io.polyplug.error.ConfigurationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Bundles are fetched while the application runs: by its own code, and by the endpoint.
 */
class BundleSourcesTests {

    private static final byte[] V1 = Archives.version(1);

    private static final byte[] V2 = Archives.version(2);

    private final WebServer server = new WebServer();

    private final MavenRepository repository = new MavenRepository(this.server);

    @TempDir
    private Path directory;

    @AfterEach
    void close() {
        this.server.close();
    }

    private ApplicationContextRunner from(String version) {
        return SourceRunner.runner(this.directory)
            .withConfiguration(
                    AutoConfigurations.of(EndpointAutoConfiguration.class, PolyplugEndpointAutoConfiguration.class))
            .withPropertyValues("management.endpoints.web.exposure.include=polyplug",
                    "management.endpoint.polyplug.access=UNRESTRICTED",
                    "management.endpoints.jmx.exposure.include=polyplug",
                    "polyplug.bundles.reload.source=maven:com.acme:reload:" + version, this.repository.property());
    }

    @Test
    void codeMayFetchAnotherVersionAndAReloadStaysWithIt() {
        this.repository.release("1.0.0", V1).snapshot("2.0", 1, V2);
        from("1.0.0").run((context) -> {
            PolyplugRuntime runtime = context.getBean(PolyplugRuntime.class);
            BundleSources sources = context.getBean(BundleSources.class);
            Reload reload = context.getBean(Reload.class);
            Path second = sources.fetch("reload", "maven:com.acme:reload:2.0-SNAPSHOT", null);
            assertThat(reload.answer()).isEqualTo(100);
            runtime.reloadBundle(second);
            assertThat(reload.answer()).isEqualTo(200);
            assertThat(sources.fetch("reload")).isEqualTo(second);
            this.repository.snapshot("2.0", 2, V1);
            runtime.reloadBundle(sources.fetch("reload"));
            assertThat(reload.answer()).isEqualTo(100);
            runtime.unloadBundle("reload");
            assertThat(sources.fetch("reload")).isEqualTo(sources.fetch("reload", "maven:com.acme:reload:1.0.0", null));
        });
    }

    @Test
    void endpointReloadsFromTheSource() {
        this.repository.snapshot("1.1", 1, V1);
        from("1.1-SNAPSHOT").run((context) -> {
            PolyplugEndpoint endpoint = context.getBean(PolyplugEndpoint.class);
            Reload reload = context.getBean(Reload.class);
            this.repository.snapshot("1.1", 2, V2);
            endpoint.changeState("reload", "verified", null);
            assertThat(reload.answer()).isEqualTo(100);
            endpoint.changeState("reload", "reloaded", null);
            assertThat(reload.answer()).isEqualTo(200);
            endpoint.changeState("reload", "rolled-back", null);
            assertThat(reload.answer()).isEqualTo(100);
            context.getBean(PolyplugRuntime.class).unloadBundle("reload");
            endpoint.changeState("reload", "loaded", null);
            assertThat(reload.answer()).isEqualTo(200);
        });
    }

    @Test
    void endpointLoadsWhatCouldNotBeFetchedAtTheStart() {
        from("1.0.0").withPropertyValues("polyplug.on-load-failure=skip").run((context) -> {
            PolyplugEndpoint endpoint = context.getBean(PolyplugEndpoint.class);
            assertThatExceptionOfType(BundleLoadException.class)
                .isThrownBy(() -> endpoint.changeState("reload", "loaded", null))
                .withMessageContaining("no repository has it with the type 'ppb'");
            this.repository.release("1.0.0", V1);
            endpoint.changeState("reload", "loaded", null);
            assertThat(context.getBean(Reload.class).answer()).isEqualTo(100);
        });
    }

    @Test
    void folderHoldsWhatServesAndWhatWasFetchedLast() {
        this.repository.snapshot("1.1", 1, Archives.build(1));
        from("1.1-SNAPSHOT").withPropertyValues("polyplug.sources.kept-archives=2").run((context) -> {
            PolyplugEndpoint endpoint = context.getBean(PolyplugEndpoint.class);
            PolyplugRuntime runtime = context.getBean(PolyplugRuntime.class);
            Path serving = runtime.bundle("reload").orElseThrow().directory();
            for (int build = 2; build < 7; build++) {
                this.repository.snapshot("1.1", build, Archives.build(build));
                endpoint.changeState("reload", "verified", null);
            }
            assertThat(archives()).hasSize(2 + 1).contains(serving);
            runtime.reloadBundle("reload");
            endpoint.changeState("reload", "reloaded", null);
            for (int build = 7; build < 9; build++) {
                this.repository.snapshot("1.1", build, Archives.build(build));
                endpoint.changeState("reload", "reloaded", null);
            }
            assertThat(archives()).hasSize(2).contains(runtime.bundle("reload").orElseThrow().directory());
            endpoint.changeState("reload", "rolled-back", null);
            runtime.reloadBundle("reload");
            assertThat(context.getBean(Reload.class).answer()).isEqualTo(100);
        });
        this.server.close();
        from("1.1-SNAPSHOT").withPropertyValues("polyplug.sources.offline=true")
            .run((context) -> assertThat(context.getBean(Reload.class).answer()).isEqualTo(100));
    }

    private List<Path> archives() throws IOException {
        try (Stream<Path> archives = Files.list(this.directory.toRealPath().resolve("archives"))) {
            return archives.toList();
        }
    }

    @Test
    void failedFetchLeavesWhatServes() {
        this.repository.snapshot("1.1", 1, V1);
        from("1.1-SNAPSHOT").run((context) -> {
            PolyplugEndpoint endpoint = context.getBean(PolyplugEndpoint.class);
            this.repository.snapshot("1.1", 2, "<html>".getBytes(StandardCharsets.UTF_8));
            assertThatExceptionOfType(BundleLoadException.class)
                .isThrownBy(() -> endpoint.changeState("reload", "reloaded", null))
                .withMessageContaining("is refused: what is there cannot be used: ");
            assertThat(context.getBean(Reload.class).answer()).isEqualTo(100);
            assertThat(context.getBean(PolyplugRuntime.class).bundle("reload").orElseThrow().generation()).isEqualTo(1);
        });
    }

    @Test
    void failedFetchIsTheLastReloadAndIsToldByTheHealth() {
        this.repository.snapshot("1.1", 1, V1);
        from("1.1-SNAPSHOT").withConfiguration(AutoConfigurations.of(PolyplugHealthContributorAutoConfiguration.class))
            .run((context) -> {
                PolyplugEndpoint endpoint = context.getBean(PolyplugEndpoint.class);
                CompositeHealthContributor health = context.getBean(CompositeHealthContributor.class);
                this.repository.snapshot("1.1", 2, "<html>".getBytes(StandardCharsets.UTF_8));
                assertThatExceptionOfType(BundleLoadException.class)
                    .isThrownBy(() -> endpoint.changeState("reload", "reloaded", null));
                assertThat(endpoint.bundle("reload").lastReload()).satisfies((last) -> {
                    assertThat(last.outcome()).isEqualTo("failed");
                    assertThat(last.reason()).contains("is refused: what is there cannot be used: ");
                });
                assertThat(details(health)).containsKey("failedReloads");
                this.repository.snapshot("1.1", 3, V2);
                endpoint.changeState("reload", "reloaded", null);
                assertThat(endpoint.bundle("reload").lastReload().outcome()).isEqualTo("reloaded");
                assertThat(details(health)).doesNotContainKey("failedReloads");
            });
    }

    private static Map<String, Object> details(CompositeHealthContributor health) {
        HealthIndicator runtime = (HealthIndicator) Objects.requireNonNull(health.getContributor("runtime"));
        return Objects.requireNonNull(runtime.health()).getDetails();
    }

    @Test
    void bundleWithoutASourceIsNotFetched() {
        this.repository.release("1.0.0", V1);
        from("1.0.0").run((context) -> assertThatExceptionOfType(ConfigurationException.class)
            .isThrownBy(() -> context.getBean(BundleSources.class).fetch("a.b"))
            .withMessageStartingWith("Property 'polyplug.bundles.[a.b].source' is not set"));
    }

    @Test
    void bundleIsNotFetchedAtTheStartIfItIsNotLoadedThen() {
        from("1.0.0").withPropertyValues("polyplug.load-on-startup=false")
            .run((context) -> assertThat(context).hasNotFailed());
        assertThat(this.server.requests()).isEmpty();
    }

    @Test
    void folderThatNobodyNamedGoesWithTheApplication() {
        this.repository.release("1.0.0", V1);
        Path[] archive = new Path[1];
        from("1.0.0").withPropertyValues("polyplug.sources.directory=").run((context) -> {
            archive[0] = context.getBean(BundleSources.class).fetch("reload");
            assertThat(archive[0]).exists();
            assertThat(this.directory).isEmptyDirectory();
        });
        assertThat(archive[0].getParent().getParent()).doesNotExist();
    }

}
