package io.polyplug.autoconfigure;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import io.polyplug.InProcessBundle;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application tells each bundle that it loads or leaves out once.
 */
@ExtendWith(OutputCaptureExtension.class)
class StarterLogTests {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
        .withConfiguration(AutoConfigurations.of(PolyplugAutoConfiguration.class));

    @TempDir
    private Path folder;

    private static List<String> about(CapturedOutput output, String part) {
        return output.getOut().lines().filter((line) -> line.contains(part)).toList();
    }

    @Test
    void loadedBundlesAreToldOnce(CapturedOutput output) {
        BundleFolder bundles = new BundleFolder(this.folder).with("reload-v1", "reload").with("caller", "caller");
        this.runner.withPropertyValues(bundles.property()).withUserConfiguration(Answers.class).run((context) -> {
            assertThat(context).hasNotFailed();
            assertThat(about(output, "Loaded bundle")).hasSize(3);
            assertThat(about(output, "Loaded bundle 'answers' 1.0.0 as an in-process bundle in ")).hasSize(1);
            assertThat(about(output, "] from " + this.folder.resolve("reload") + " in ")).singleElement()
                .asString()
                .contains("INFO", "polyplug.lifecycle");
        });
        assertThat(about(output, "Unloaded bundle")).hasSize(3).allMatch((line) -> line.endsWith("the runtime closes"));
    }

    @Test
    void bundlesThatAreLeftOutAreToldOnce(CapturedOutput output) {
        BundleFolder bundles = new BundleFolder(this.folder).with("reload-v1", "reload");
        Path library = this.folder.resolve("reload").resolve("libreload.so");
        assertThat(library.toFile().delete()).isTrue();
        this.runner.withPropertyValues(bundles.property(), "polyplug.on-load-failure=skip")
            .run((context) -> assertThat(context).hasNotFailed());
        assertThat(about(output, "does not exist")).singleElement()
            .asString()
            .contains("WARN", "polyplug.lifecycle")
            .endsWith("Refused to load bundle 'reload': its manifest names the library 'libreload.so', which does not"
                    + " exist: " + library + ". Build the library, or correct 'file' in the manifest");
    }

    @Test
    void pathsWithoutABundleAreToldOnce(CapturedOutput output) {
        String property = "polyplug.bundles.reload.path";
        this.runner.withPropertyValues(property + "=" + this.folder, "polyplug.on-load-failure=skip")
            .run((context) -> assertThat(context).hasNotFailed());
        assertThat(about(output, property)).singleElement()
            .asString()
            .contains("WARN")
            .endsWith("Left out a bundle: Property '" + property + "' points at '" + this.folder
                    + "', which has no manifest.toml. Correct the path; it is that of the bundle's own folder or"
                    + " archive");
    }

    @Test
    void bundleUnderAnotherNameIsToldWithThoseThatNeedIt(CapturedOutput output) {
        new BundleFolder(this.folder.resolve("other")).with("reload-init-fails", "reload");
        new BundleFolder(this.folder.resolve("all")).with("consumer", "consumer");
        String property = "polyplug.bundles.wrong.path";
        this.runner
            .withPropertyValues("polyplug.locations=" + this.folder.resolve("all"),
                    property + "=" + this.folder.resolve("other/reload"), "polyplug.on-load-failure=skip")
            .run((context) -> assertThat(context).hasNotFailed());
        assertThat(about(output, property)).singleElement()
            .asString()
            .contains("WARN", "Refused to load a bundle: Property '" + property + "' points at",
                    "whose manifest names the bundle 'reload'", "polyplug.bundles.reload.path");
        assertThat(about(output, "Refused to load bundles [consumer]")).hasSize(1);
        assertThat(about(output, "Loaded bundle")).isEmpty();
        assertThat(about(output, "the licence file is missing")).as("no code of it has run").isEmpty();
    }

    @Configuration(proxyBeanMethods = false)
    static class Answers {

        @Bean
        InProcessBundle answers() {
            return InProcessBundle.of("answers", "1.0.0");
        }

    }

}
