package io.polyplug.autoconfigure;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import io.polyplug.PolyplugRuntime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Properties of single bundles whose names need care: what binds to nothing is told, with
 * the spelling that binds.
 */
@ExtendWith(OutputCaptureExtension.class)
class BundlePropertyTests {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
        .withConfiguration(AutoConfigurations.of(PolyplugAutoConfiguration.class));

    @TempDir
    private Path folder;

    private ApplicationContextRunner withVariable(String name, String value) {
        return this.runner.withInitializer((context) -> context.getEnvironment()
            .getPropertySources()
            .addFirst(new SystemEnvironmentPropertySource("test-systemEnvironment", Map.of(name, value))));
    }

    private static List<String> warnings(CapturedOutput output) {
        return Arrays.stream(output.getOut().split("\n")).filter((line) -> line.contains(" WARN ")).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = { "filters", "image-tools", "ImageTools", "image_tools", "com.acme.greeter", "a b", "7",
            "gr\u00fc\u00df" })
    void propertiesArePrintedAsTheyBind(String bundle) {
        String property = BundlePropertyName.of(bundle, "path");
        PolyplugProperties properties = new Binder(new MapConfigurationPropertySource(Map.of(property, "x")))
            .bindOrCreate("polyplug", PolyplugProperties.class);
        assertThat(properties.bundles()).containsOnlyKeys(bundle);
        assertThat(properties.bundles().get(bundle).path()).isEqualTo("x");
    }

    @Test
    void onlyNamesThatNeedThemHaveBrackets() {
        assertThat(BundlePropertyName.of("image-tools", "required")).isEqualTo("polyplug.bundles.image-tools.required");
        assertThat(BundlePropertyName.of("com.acme.greeter", "path"))
            .isEqualTo("polyplug.bundles.[com.acme.greeter].path");
    }

    @Test
    void settingsAreThoseOfTheRecord() {
        assertThat(BundlePropertyName.SETTINGS).contains("path", "required", "returned-memory");
    }

    @Test
    void dottedNameIsPrintedInBracketsWhereItsPathIsWrong() {
        this.runner.withPropertyValues("polyplug.bundles.[com.acme.greeter].path=" + this.folder)
            .run((context) -> assertThat(context).getFailure()
                .rootCause()
                .hasMessageContaining("Property 'polyplug.bundles.[com.acme.greeter].path' points at"));
        BundleFolder bundles = new BundleFolder(this.folder).withRenamed("reload-v1", "com.acme.greeter");
        this.runner.withPropertyValues("polyplug.bundles.greeter.path=" + bundles.path().resolve("com.acme.greeter"))
            .run((context) -> assertThat(context).getFailure()
                .rootCause()
                .hasMessageContaining("write the property as polyplug.bundles.[com.acme.greeter].path"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';',
            value = {
                    "polyplug.bundles.com.acme.greeter.path=x; Write polyplug.bundles.[com.acme.greeter].path, in YAML"
                            + " with the name in quotes: \"[com.acme.greeter]\"",
                    "polyplug.bundles.com.acme.greeter.returnedMemory=reclaim;"
                            + " Write polyplug.bundles.[com.acme.greeter].returned-memory",
                    "polyplug.bundles.com.acme.greeter.config.limits.path=x;"
                            + " Write polyplug.bundles.[com.acme.greeter].config.limits.path",
                    "polyplug.bundles.com.acme.greeter.rollout.steps[3].weight=10;"
                            + " Write polyplug.bundles.[com.acme.greeter].rollout.steps[3].weight",
                    "polyplug.bundles.com.acme.greeter.rollout.errorRatio=0.1;"
                            + " Write polyplug.bundles.[com.acme.greeter].rollout.error-ratio",
                    "polyplug.bundles.greeter.rollout.steps.weight=10; it ends with no setting of a bundle",
                    "polyplug.bundles.greeter.requird=true; it ends with no setting of a bundle. These are path,",
                    "polyplug.bundles.[com.acme.greeter].paht=x; it ends with no setting of a bundle" })
    void whatBindsToNothingIsToldWithTheRightSpelling(String property, String cure, CapturedOutput output) {
        this.runner.withPropertyValues(property).run((context) -> assertThat(context).hasNotFailed());
        assertThat(warnings(output)).singleElement().asString().contains("binds to nothing", cure.strip());
    }

    @Test
    void variableThatNamesABundleNobodyKnowsIsTold(CapturedOutput output) {
        BundleFolder bundles = new BundleFolder(this.folder).withRenamed("reload-v1", "image-tools");
        withVariable("POLYPLUG_BUNDLES_IMAGETOOLS_REQUIRED", "true").withPropertyValues(bundles.property())
            .run((context) -> assertThat(context).hasNotFailed());
        assertThat(warnings(output)).singleElement()
            .asString()
            .contains("Bundle 'imagetools' is required but was not loaded: health will be DOWN",
                    "It is named by POLYPLUG_BUNDLES_IMAGETOOLS_REQUIRED", "Bundle 'image-tools' is loaded",
                    "a variable cannot spell that name, so write polyplug.bundles.image-tools.required");
    }

    @Test
    void variableWhoseNameHasTooManyPartsIsTold(CapturedOutput output) {
        BundleFolder bundles = new BundleFolder(this.folder).withRenamed("reload-v1", "image-tools");
        withVariable("POLYPLUG_BUNDLES_IMAGE_TOOLS_RETURNED_MEMORY", "borrowed").withPropertyValues(bundles.property())
            .run((context) -> assertThat(context).hasNotFailed());
        assertThat(warnings(output)).singleElement()
            .asString()
            .contains("Property POLYPLUG_BUNDLES_IMAGE_TOOLS_RETURNED_MEMORY binds to nothing",
                    "Write polyplug.bundles.image-tools.returned-memory in a file of properties");
    }

    @Test
    void settingOfABundleNobodyKnowsIsTold(CapturedOutput output) {
        BundleFolder bundles = new BundleFolder(this.folder).with("reload-v1", "reload");
        this.runner.withPropertyValues(bundles.property(), "polyplug.bundles.relaod.returned-memory=borrowed")
            .run((context) -> assertThat(context).hasNotFailed());
        assertThat(warnings(output)).singleElement()
            .asString()
            .contains("Bundle 'relaod' is configured but was not loaded", "polyplug.bundles.relaod.returned-memory",
                    "Loaded are [reload]");
    }

    @Test
    void whatBindsIsNotTold(CapturedOutput output) {
        BundleFolder bundles = new BundleFolder(this.folder).with("reload-v1", "reload")
            .withRenamed("borrowing", "com.acme.greeter");
        withVariable("POLYPLUG_BUNDLES_RELOAD_RETURNED_MEMORY", "borrowed")
            .withPropertyValues(bundles.property(), "polyplug.bundles.reload.required=true",
                    "polyplug.bundles[com.acme.greeter].returned-memory=borrowed",
                    "polyplug.bundles.absent.path=optional:" + this.folder.resolve("none"))
            .run((context) -> assertThat(context.getBean(PolyplugRuntime.class).bundles()).hasSize(2));
        assertThat(warnings(output)).isEmpty();
    }

}
