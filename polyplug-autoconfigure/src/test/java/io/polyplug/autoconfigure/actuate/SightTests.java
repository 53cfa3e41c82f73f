package io.polyplug.autoconfigure.actuate;

import java.nio.file.Path;

import io.polyplug.PolyplugRuntime;
import io.polyplug.autoconfigure.BundleFolder;
import io.polyplug.autoconfigure.ConfiguredFolders;
import io.polyplug.autoconfigure.PolyplugAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Sight}.
 */
class SightTests {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
        .withConfiguration(AutoConfigurations.of(PolyplugAutoConfiguration.class));

    @TempDir
    private Path folder;

    @Test
    void pathsBelowConfiguredFoldersBeginWithTheProperty() {
        Path bundles = this.folder.resolve("my bundles (2)");
        Path alone = this.folder.resolve("alone");
        new BundleFolder(bundles).with("reload-v1", "reload");
        new BundleFolder(this.folder).with("slow", "alone");
        this.runner.withPropertyValues("polyplug.locations=" + bundles, "polyplug.bundles.slow.path=" + alone)
            .run((context) -> {
                Sight sight = Sight.of(false, context.getBean(PolyplugRuntime.class),
                        context.getBean(ConfiguredFolders.class));
                assertThat(sight.reason("not there: " + bundles + "/reload/libreload.so. Build it"))
                    .isEqualTo("not there: polyplug.locations[0]/reload/libreload.so. Build it");
                assertThat(sight.reason("'" + alone + "', " + alone + " and [" + alone + "/a, " + alone + "]"))
                    .isEqualTo("'polyplug.bundles.slow.path', polyplug.bundles.slow.path and"
                            + " [polyplug.bundles.slow.path/a, polyplug.bundles.slow.path]");
                assertThat(sight.reason("file:" + alone + "/a and file://" + alone + "/b"))
                    .isEqualTo("polyplug.bundles.slow.path/a and polyplug.bundles.slow.path/b");
                assertThat(sight.reason("file:///etc/a.key or file:/etc/b.key, see https://polyplug.io/a/b"))
                    .isEqualTo("…/a.key or …/b.key, see https://polyplug.io/a/b");
                assertThat(sight.reason("in " + alone + "-old/libslow.so")).isEqualTo("in …/libslow.so");
            });
    }

    @Test
    void folderOfABundleFromElsewhereIsTheBundle() {
        new BundleFolder(this.folder).with("reload-v1", "elsewhere");
        this.runner.run((context) -> {
            PolyplugRuntime runtime = context.getBean(PolyplugRuntime.class);
            runtime.loadBundle(this.folder.resolve("elsewhere"));
            Sight sight = Sight.of(false, runtime, context.getBean(ConfiguredFolders.class));
            assertThat(sight.reason("no " + this.folder.resolve("elsewhere/libreload.so")))
                .isEqualTo("no reload/libreload.so");
        });
    }

    @Test
    void ofOtherPathsTheLastNameIsLeft() {
        this.runner.run((context) -> {
            Sight sight = Sight.of(false, context.getBean(PolyplugRuntime.class), null);
            assertThat(sight.reason("/tmp/polyplug-1/7/libx.so: undefined symbol: y (dlopen)"))
                .isEqualTo("…/libx.so: undefined symbol: y (dlopen)");
            assertThat(sight.reason("'/srv/my keys/verifying.key' is no key")).isEqualTo("'…/verifying.key' is no key");
            assertThat(sight.reason("C:\\keys\\a.key is no key")).isEqualTo("…/a.key is no key");
            assertThat(sight.reason("contract 'a/b' of application/json, 1/2"))
                .isEqualTo("contract 'a/b' of application/json, 1/2");
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            /home/jane doe/secret project/x.so: no ELF | …/x.so: no ELF
            [/srv/a, b/(c)/x.so, /srv/[d]/e.so]        | […/x.so, …/e.so]
            '/home/o'neil/my keys/a.key' is no key     | '…/a.key' is no key
            /srv/a is gone, and /srv/b c/d as well     | …/a is gone, and …/d as well
            C:\\my keys\\a.key is no key               | …/a.key is no key
            """)
    void namesOfFoldersMayHaveBlanksAndMarks(String reason, String shown) {
        this.runner.run((context) -> {
            Sight sight = Sight.of(false, context.getBean(PolyplugRuntime.class), null);
            assertThat(sight.reason(reason)).isEqualTo(shown);
        });
    }

    @Test
    void namesOfThreadsAreLeftOut() {
        this.runner.run((context) -> {
            Sight sight = Sight.of(false, context.getBean(PolyplugRuntime.class), null);
            assertThat(sight.value("ada's request")).isNull();
            assertThat(sight.reason("held by a call on thread 'ada's request' for 3 s, and on thread 'b' for 4 s"))
                .isEqualTo("held by a call on a thread for 3 s, and on a thread for 4 s");
        });
    }

    @Test
    void whoMaySeeThemSeesThem() {
        this.runner.run((context) -> {
            Sight sight = Sight.of(true, context.getBean(PolyplugRuntime.class), null);
            assertThat(sight.value("main")).isEqualTo("main");
            assertThat(sight.reason("/srv/a on thread 'main'")).isEqualTo("/srv/a on thread 'main'");
        });
    }

}
