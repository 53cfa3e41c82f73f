package io.polyplug.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import io.polyplug.PolyplugRuntime;
import io.polyplug.error.ConfigurationException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Engines of script languages, named by properties. That they run scripts is shown in
 * interop-tests, where there are some.
 */
class EnginePropertiesTests {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
        .withConfiguration(AutoConfigurations.of(PolyplugAutoConfiguration.class));

    @TempDir
    private Path folder;

    @Test
    @DisplayName("an engine is looked at when a bundle needs it, so a context without scripts starts with a library that is not there")
    void enginesAreOpenedWhenTheyAreNeeded() {
        this.runner
            .withPropertyValues("polyplug.engines.lua.library=not/there.so", "polyplug.engines.lua.instances=4",
                    "polyplug.engines.js-quickjs.library=file:/not/there.so")
            .run((context) -> assertThat(context).hasNotFailed().hasSingleBean(PolyplugRuntime.class));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|',
            textBlock = """
                    lua.instances=2                                     | Property 'polyplug.engines.lua.library' is missing. Give the file of the engine's library
                    lua.library=a.so,polyplug.engines.lua.instances=0   | Property 'polyplug.engines.lua.instances' cannot be carried out: An engine has 1 to 1024 instances a bundle, and not 0. Give a number from 1 on
                    perl.library=a.so                                   | There is no engine for bundles with loader 'perl'. There is one for [lua, js-quickjs, python]; what else loads bundles is a BundleLoader
                    """)
    @DisplayName("what cannot be carried out is refused, with the property and the cure")
    void mistakesAreNamed(String properties, String message) {
        this.runner.withPropertyValues(("polyplug.engines." + properties).split(","))
            .run((context) -> assertThat(context).getFailure()
                .rootCause()
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(message));
    }

    @Test
    @DisplayName("a script without an engine is refused with the property and the package that has it")
    void scriptsWantAnEngine() throws IOException {
        this.runner.withPropertyValues("polyplug.locations=" + script())
            .run((context) -> assertThat(context).getFailure()
                .rootCause()
                .hasMessageContaining("it asks for loader 'lua', and no loader is registered under that name")
                .hasMessageContaining("polyplug.engines.lua.library")
                .hasMessageContaining("polyplug-loaders-lua==0.1.3"));
    }

    @Test
    @DisplayName("a script whose engine is not there is refused with its path")
    void theLibraryMustBeThere() throws IOException {
        this.runner.withPropertyValues("polyplug.locations=" + script(), "polyplug.engines.lua.library=not/there.so")
            .run((context) -> assertThat(context).getFailure()
                .rootCause()
                .hasMessageContaining("there is no such file: " + Path.of("not/there.so").toAbsolutePath()));
    }

    private Path script() throws IOException {
        Path bundle = Files.createDirectories(this.folder.resolve("bundles/pricing"));
        Files.writeString(bundle.resolve("manifest.toml"), """
                name = "pricing"
                id = 0xe402d191b680ab6d
                loader = "lua"
                file = "pricing.lua"
                """);
        Files.writeString(bundle.resolve("pricing.lua"), "function polyplug_init(host, context) return {}, {} end\n");
        return bundle.getParent();
    }

}
