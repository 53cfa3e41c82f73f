package io.polyplug.autoconfigure;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.polyplug.PolyplugRuntime;
import io.polyplug.autoconfigure.source.BundleSources;
import io.polyplug.error.ConfigurationException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Bundles with a source, as far as this module goes: something else has to fetch them.
 */
class ConfiguredSourceTests {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
        .withConfiguration(AutoConfigurations.of(PolyplugAutoConfiguration.class));

    @TempDir
    private Path folder;

    @Test
    void sourceWithoutWhatFetchesIsRefusedWithTheDependencyToAdd() {
        this.runner.withPropertyValues("polyplug.bundles.reload.source=maven:com.acme:reload:1.0")
            .run((context) -> assertThat(context).getFailure()
                .rootCause()
                .isInstanceOfSatisfying(ConfigurationException.class, (ex) -> {
                    assertThat(ex.setting()).isEqualTo("polyplug.bundles.reload.source");
                    assertThat(ex)
                        .hasMessage("Property 'polyplug.bundles.reload.source' is set and nothing on the class"
                                + " path fetches bundles. Add the dependency io.polyplug:polyplug-sources to the"
                                + " application");
                }));
    }

    @Test
    void testsThatLoadNothingNeedNothingThatFetches() {
        this.runner
            .withPropertyValues("polyplug.bundles.reload.source=maven:com.acme:reload:1.0",
                    "polyplug.load-on-startup=false")
            .run((context) -> assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> context.getBean(ConfiguredFolders.class).foldersOf("reload"))
                .withMessageEndingWith("Add the dependency io.polyplug:polyplug-sources to the application"));
    }

    @Test
    void applicationMayFetchInItsOwnWay() {
        new BundleFolder(this.folder).with("reload-v1", "reload");
        OwnSources sources = new OwnSources(this.folder.resolve("reload"));
        this.runner.withBean(BundleSources.class, () -> sources)
            .withPropertyValues("polyplug.bundles.reload.source=ours")
            .run((context) -> {
                assertThat(context.getBean(PolyplugRuntime.class).bundle("reload")).isPresent();
                assertThat(sources.asked).containsExactly("reload");
                assertThat(context.getBean(ConfiguredFolders.class).folders())
                    .containsEntry(this.folder.resolve("reload"), "polyplug.bundles.reload.source");
                assertThat(context.getBean(ConfiguredFolders.class).changingFolders()).isEmpty();
            });
    }

    /** What an application may write itself. */
    private static final class OwnSources implements BundleSources {

        private final List<String> asked = new ArrayList<>();

        private final Path folder;

        OwnSources(Path folder) {
            this.folder = folder;
        }

        @Override
        public Path fetch(String bundle) {
            this.asked.add(bundle);
            return this.folder;
        }

        @Override
        public Path fetch(String bundle, String source, @Nullable String digest) {
            throw new UnsupportedOperationException();
        }

    }

}
