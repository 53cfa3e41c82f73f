package io.polyplug.autoconfigure;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import io.polyplug.BundleInfo;
import io.polyplug.PolyplugRuntime;
import io.polyplug.archive.BundleArchive;
import io.polyplug.autoconfigure.actuate.PolyplugEndpoint;
import io.polyplug.autoconfigure.actuate.PolyplugEndpointAutoConfiguration;
import io.polyplug.autoconfigure.app.Reload;
import io.polyplug.fixtures.NativeFixtures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Locations that are archives, or have some in them, in the file system and on the class
 * path.
 */
class ArchiveLocationTests {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
        .withConfiguration(AutoConfigurations.of(PolyplugAutoConfiguration.class));

    @TempDir
    private Path folder;

    private Path archive(String fixture, String name) throws IOException {
        Path bundle = NativeFixtures.copyTo(fixture, this.folder.resolve("folders").resolve(fixture));
        Path archive = Files.createDirectories(this.folder.resolve("archives")).resolve(name);
        BundleArchive.pack(List.of(bundle), archive);
        return archive;
    }

    private static int answer(PolyplugRuntime runtime) {
        return runtime.contract(Reload.class).answer();
    }

    @Test
    void archiveIsALocation() throws IOException {
        Path archive = archive("reload-v1", "reload.ppb");
        for (String location : List.of(archive.toString(), "file:" + archive, archive.toUri().toString(),
                "optional:" + archive, archive.getParent().toString())) {
            this.runner.withPropertyValues("polyplug.locations=" + location).run((context) -> {
                PolyplugRuntime runtime = context.getBean(PolyplugRuntime.class);
                assertThat(answer(runtime)).isEqualTo(100);
                assertThat(runtime.bundle("reload").map(BundleInfo::directory)).hasValue(archive);
            });
        }
    }

    @Test
    void archiveIsTheBundleOfAName() throws IOException {
        Path archive = archive("reload-v1", "anything-1.0.ppb");
        this.runner.withPropertyValues("polyplug.bundles.reload.path=" + archive)
            .run((context) -> assertThat(answer(context.getBean(PolyplugRuntime.class))).isEqualTo(100));
        this.runner.withPropertyValues("polyplug.bundles.other.path=" + archive)
            .run((context) -> assertThat(context.getStartupFailure()).rootCause()
                .hasMessageContaining("points at '" + archive + "', whose manifest names the bundle 'reload'"));
    }

    @Test
    void archiveThatIsNoneFailsTheStartWithTheCure() throws IOException {
        Path archive = Files.writeString(this.folder.resolve("broken.ppb"), "broken");
        this.runner.withPropertyValues("polyplug.locations=" + archive).run((context) -> {
            FailureAnalysis analysis = new CureFailureAnalyzer().analyze(context.getStartupFailure());
            assertThat(analysis).isNotNull();
            assertThat(analysis.getDescription()).contains(archive.toString(), "it is not a zip file");
            assertThat(analysis.getAction()).contains("Pack the bundle's folder", "'polyplug.on-load-failure'");
        });
        this.runner.withPropertyValues("polyplug.locations=" + archive, "polyplug.on-load-failure=skip")
            .run((context) -> assertThat(context).hasNotFailed());
    }

    @Test
    void endpointTellsOfArchivesAndLoadsThem() throws IOException {
        Path archive = archive("reload-v1", "reload.ppb");
        Files.writeString(archive.resolveSibling("broken.ppb"), "broken");
        this.runner.withConfiguration(AutoConfigurations.of(PolyplugEndpointAutoConfiguration.class))
            .withPropertyValues("polyplug.locations=" + archive.getParent(), "polyplug.load-on-startup=false",
                    "management.endpoints.web.exposure.include=polyplug")
            .run((context) -> {
                PolyplugEndpoint endpoint = context.getBean(PolyplugEndpoint.class);
                assertThat(endpoint.runtime().available()).hasSize(2).satisfiesExactly((broken) -> {
                    assertThat(broken.name()).isEqualTo("broken.ppb");
                    assertThat(broken.state()).isEqualTo("refused");
                    assertThat(broken.reason()).contains("it is not a zip file").doesNotContain(this.folder.toString());
                    assertThat(broken.since()).isNotNull();
                }, (available) -> {
                    assertThat(available.name()).isEqualTo("reload");
                    assertThat(available.version()).isEqualTo("1.0.0");
                    assertThat(available.state()).isEqualTo("not-loaded-at-start");
                });
                endpoint.changeState("reload", "verified", null);
                endpoint.changeState("reload", "loaded", null);
                assertThat(answer(context.getBean(PolyplugRuntime.class))).isEqualTo(100);
                archive("reload-v2", "reload.ppb");
                endpoint.changeState("reload", "reloaded", null);
                assertThat(answer(context.getBean(PolyplugRuntime.class))).isEqualTo(200);
            });
    }

    private ApplicationContextRunner onClassPath(String... locations) throws IOException {
        Path jar = this.folder.resolve("application.jar");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
            zip.putNextEntry(new ZipEntry("plugged/"));
            put(zip, "plugged/reload.ppb", Files.readAllBytes(archive("reload-v1", "reload.ppb")));
            put(zip, "plugged/consumer.ppb", Files.readAllBytes(archive("consumer", "consumer.ppb")));
            put(zip, "plugged/readme.txt", "read me".getBytes(StandardCharsets.UTF_8));
            zip.putNextEntry(new ZipEntry("broken/"));
            put(zip, "broken/broken.ppb", "broken".getBytes(StandardCharsets.UTF_8));
            zip.putNextEntry(new ZipEntry("unpacked/"));
            zip.putNextEntry(new ZipEntry("unpacked/reload/"));
            put(zip, "unpacked/reload/manifest.toml",
                    Files.readAllBytes(this.folder.resolve("folders/reload-v1/manifest.toml")));
        }
        return this.runner.withClassLoader(new URLClassLoader(new URL[] { url(jar) }, getClass().getClassLoader()))
            .withPropertyValues("polyplug.locations=" + String.join(",", locations));
    }

    private static URL url(Path jar) throws MalformedURLException {
        return jar.toUri().toURL();
    }

    private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(content);
        zip.closeEntry();
    }

    @ParameterizedTest
    @ValueSource(strings = { "classpath:plugged/reload.ppb", "classpath:/plugged/reload.ppb", "classpath:plugged",
            "classpath:plugged/", "classpath:plugged/*.ppb", "classpath*:plugged/*.ppb", "classpath*:**/reload.ppb",
            "classpath*:plugged/reload.ppb", "optional:classpath:plugged/" })
    void archiveOnTheClassPathIsCopiedForAsLongAsTheContextIsThere(String location) throws IOException {
        List<Path> copies = new ArrayList<>();
        onClassPath(location).run((context) -> {
            assertThat(context).hasNotFailed();
            PolyplugRuntime runtime = context.getBean(PolyplugRuntime.class);
            assertThat(answer(runtime)).isEqualTo(100);
            assertThat(runtime.bundle("consumer").isPresent())
                .isEqualTo(location.endsWith("plugged") || location.endsWith("/") || location.endsWith("/*.ppb"));
            runtime.reloadBundle("reload");
            assertThat(answer(runtime)).isEqualTo(100);
            runtime.bundles().forEach((bundle) -> copies.add(bundle.directory()));
            assertThat(copies).allSatisfy((copy) -> assertThat(copy).isRegularFile());
            assertThat(context.getBean(ConfiguredFolders.class).folders()).hasSize(1);
        });
        assertThat(copies).isNotEmpty().allSatisfy((copy) -> assertThat(copy.getParent().getParent()).doesNotExist());
    }

    @Test
    void bundleOfANameLiesOnTheClassPath() throws IOException {
        onClassPath().withPropertyValues("polyplug.bundles.reload.path=classpath:plugged/reload.ppb")
            .run((context) -> assertThat(answer(context.getBean(PolyplugRuntime.class))).isEqualTo(100));
    }

    @Test
    void folderOnTheClassPathIsRefusedWithTheCure() throws IOException {
        for (String location : List.of("classpath:unpacked/reload", "classpath:unpacked/",
                "optional:classpath:unpacked")) {
            onClassPath(location).run((context) -> {
                FailureAnalysis analysis = new BundleLocationFailureAnalyzer(new MockEnvironment())
                    .analyze(context.getStartupFailure());
                assertThat(analysis).isNotNull();
                assertThat(analysis.getDescription()).contains("'polyplug.locations[0]' with value '" + location + "'",
                        "the bundle there is a folder");
                assertThat(analysis.getAction()).contains("polyplug pack", "mvn polyplug:pack");
            });
        }
    }

    @Test
    void whatIsMissingOnTheClassPathFailsTheStartUnlessOptional() throws IOException {
        onClassPath("classpath:plugged/none.ppb").run((context) -> assertThat(context.getStartupFailure()).rootCause()
            .hasMessageContaining(
                    "'polyplug.locations[0]' with value 'classpath:plugged/none.ppb' cannot be used: no archive"));
        onClassPath("optional:classpath:none/").run((context) -> assertThat(context).hasNotFailed());
    }

    @Test
    void messagesNameTheLocationAndNotItsCopy() throws IOException {
        for (String location : List.of("classpath:broken/broken.ppb", "classpath:broken/", "classpath:broken/*.ppb")) {
            onClassPath(location).run((context) -> {
                assertThat(context.getStartupFailure()).cause()
                    .hasMessageContaining("Bundle archive classpath:broken/broken.ppb cannot be read")
                    .hasMessageNotContaining("polyplug-classpath-");
                FailureAnalysis analysis = new CureFailureAnalyzer().analyze(context.getStartupFailure());
                assertThat(analysis).isNotNull();
                assertThat(analysis.getDescription())
                    .isEqualTo("Bundle archive classpath:broken/broken.ppb cannot be read: it is not a zip file");
            });
            onClassPath(location).withPropertyValues("polyplug.on-load-failure=skip")
                .withConfiguration(AutoConfigurations.of(PolyplugEndpointAutoConfiguration.class))
                .withPropertyValues("management.endpoints.web.exposure.include=polyplug",
                        "management.endpoint.polyplug.show-values=always")
                .run((context) -> assertThat(context.getBean(PolyplugEndpoint.class).runtime().available())
                    .singleElement()
                    .satisfies((broken) -> assertThat(broken.reason())
                        .startsWith("classpath:broken/broken.ppb: it is not a zip file")));
        }
    }

}
