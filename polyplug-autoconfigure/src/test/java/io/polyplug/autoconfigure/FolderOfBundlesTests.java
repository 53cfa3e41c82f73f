package io.polyplug.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import io.polyplug.PolyplugRuntime;
import io.polyplug.autoconfigure.app.Reload;
import io.polyplug.contract.ContractFunction;
import io.polyplug.contract.GuestContract;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Locations as they are found on real machines.
 */
@ExtendWith(OutputCaptureExtension.class)
class FolderOfBundlesTests {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
        .withConfiguration(AutoConfigurations.of(PolyplugAutoConfiguration.class));

    @TempDir
    private Path folder;

    private static List<String> warnings(CapturedOutput output) {
        return Arrays.stream(output.getOut().split("\n")).filter((line) -> line.contains(" WARN ")).toList();
    }

    private BundleFolder twoVersions() throws IOException {
        BundleFolder bundles = new BundleFolder(this.folder).with("reload-v1", "a-old").with("reload-v2", "b-new");
        Path manifest = this.folder.resolve("a-old/manifest.toml");
        Files.writeString(manifest, Files.readString(manifest).replace("\"1.0.0\"", "\"1.0.9\""));
        return bundles;
    }

    @Test
    void twoVersionsOfABundleFailTheStartWithTheRightAction() throws IOException {
        this.runner.withPropertyValues(twoVersions().property()).run((context) -> {
            assertThat(context).hasFailed();
            Throwable failure = context.getStartupFailure();
            FailureAnalysis analysis = new DuplicateBundleFailureAnalyzer().analyze(failure);
            assertThat(analysis).isNotNull();
            assertThat(analysis.getDescription()).contains("'reload'", "it is there twice",
                    "in " + this.folder.resolve("a-old") + " (1.0.9)",
                    "in " + this.folder.resolve("b-new") + " (1.1.0)");
            assertThat(analysis.getAction())
                .contains("Keep one of the folders", this.folder.resolve("a-old").toString(), "'polyplug.locations'",
                        "'polyplug.on-load-failure'")
                .doesNotContain("Rebuild");
        });
    }

    @Test
    void newerVersionIsServedWhereFailuresAreSkipped(CapturedOutput output) throws IOException {
        this.runner.withPropertyValues(twoVersions().property(), "polyplug.on-load-failure=skip").run((context) -> {
            assertThat(context).hasNotFailed();
            assertThat(context.getBean(PolyplugRuntime.class).contract(Reload.class).answer()).isEqualTo(200);
        });
        assertThat(warnings(output)).hasSize(2)
            .anyMatch((line) -> line.contains("the highest version is used: 1.1.0 in " + this.folder.resolve("b-new")))
            .anyMatch((line) -> line.contains("Refused to load bundle 'reload': it is there twice"));
    }

    @Test
    void eachLocationInWhichNothingIsFoundIsOneWarning(CapturedOutput output) throws IOException {
        Path deep = this.folder.resolve("deep");
        new BundleFolder(deep.resolve("plugins")).with("reload-v1", "reload");
        Path empty = Files.createDirectory(this.folder.resolve("empty"));
        this.runner.withPropertyValues("polyplug.locations=" + deep + "," + empty)
            .run((context) -> assertThat(context).hasNotFailed());
        assertThat(warnings(output)).hasSize(2)
            .anyMatch((line) -> line.contains("No bundle was found in " + deep)
                    && line.contains("name " + deep.resolve("plugins") + " instead"))
            .anyMatch((line) -> line.contains("No bundle was found in " + empty + ": it is empty"));
    }

    @Test
    void childThatCannotBeLookedIntoDoesNotStopTheStart(CapturedOutput output) throws IOException {
        BundleFolder bundles = new BundleFolder(this.folder).with("reload-v1", "reload");
        Files.createSymbolicLink(this.folder.resolve("lost+found"), Path.of("lost+found"));
        this.runner.withPropertyValues(bundles.property())
            .run((context) -> assertThat(context.getBean(PolyplugRuntime.class).bundle("reload")).isPresent());
        assertThat(warnings(output)).singleElement()
            .asString()
            .contains("Passed over in " + this.folder, "'lost+found' cannot be looked into");
    }

    @Test
    void bundleFolderGivenItselfIsLoaded(CapturedOutput output) {
        new BundleFolder(this.folder).with("reload-v1", "reload");
        this.runner.withPropertyValues("polyplug.locations=" + this.folder.resolve("reload"))
            .run((context) -> assertThat(context.getBean(PolyplugRuntime.class).bundle("reload")).isPresent());
        assertThat(warnings(output)).isEmpty();
    }

    @Test
    void dataDirectoryOutlivesTheApplication() {
        BundleFolder bundles = new BundleFolder(this.folder.resolve("bundles")).with("writing", "writing");
        Path data = this.folder.resolve("data");
        for (int start = 1; start <= 2; start++) {
            int size = 6 * start;
            this.runner.withPropertyValues(bundles.property(), "polyplug.data-directory=" + data)
                .run((context) -> assertThat(
                        context.getBean(PolyplugRuntime.class).contract(Writing.class).note("start"))
                    .isEqualTo(size));
        }
        assertThat(data.resolve("writing/notes")).hasContent("start\nstart");
    }

    /** The contract of the bundle. */
    @GuestContract(name = "demo.Writing", version = "1.0.0")
    interface Writing {

        @ContractFunction(1)
        int note(String text);

    }

}
