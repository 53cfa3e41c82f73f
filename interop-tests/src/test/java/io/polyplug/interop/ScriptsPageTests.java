package io.polyplug.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.polyplug.PolyplugRuntime;
import io.polyplug.contract.ContractFunction;
import io.polyplug.contract.GuestContract;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What {@code docs/scripts.md} says is typed, and runs.
 */
class ScriptsPageTests {

    private static final String FENCE = "```";

    @RegisterExtension
    final ScriptStage stage = new ScriptStage();

    @ParameterizedTest
    @CsvSource({ "LUA, lua, price.lua", "JAVASCRIPT, typescript, price.ts", "PYTHON, python, price.py" })
    void theRuleOfThePageAnswers(Engine engine, String language, String file) throws IOException {
        PolyplugRuntime runtime = this.stage.runtime(engine);
        Path project = Files.createDirectories(this.stage.withoutEngines().folder().resolve("project"));
        List<String> declarations = blocks("toml");
        Files.writeString(project.resolve("api.toml"), declarations.get(0));
        Files.writeString(project.resolve("bundle.toml"),
                declarations.get(1)
                    .replace("loader = \"lua\"", "loader = \"" + engine.loader() + '"')
                    .replace("file = \"price.lua\"", "file = \"" + engine.entry("price") + '"'));
        Files.writeString(project.resolve(file), blocks(language).get(0));
        runtime.loadBundle(this.stage.assemble(engine, "price", project));
        Price price = runtime.contract(Price.class);
        assertThat(price.reduced(1001, "Ada")).isEqualTo(1001);
        assertThat(price.reduced(1001, "staff")).isEqualTo(800);
        assertThat(price.label("Grüße 😀")).isEqualTo("Price for Grüße 😀");
    }

    @ParameterizedTest
    @EnumSource
    void thePageNamesWhatTheTestsFetch(Engine engine) throws IOException {
        Path sources = Path.of(System.getProperty("basedir", ""), "src/test").resolve(engine.folder());
        assertThat(page()).contains(Files.readString(sources.resolve("engine.txt")).split(" ")[0])
            .contains(engine.library().toString())
            .contains("polyplug.engines." + engine.loader() + ".library")
            .contains("npm install --no-save " + ScriptWorkshop.BUNDLER);
    }

    private static String page() throws IOException {
        return Files.readString(Path.of(System.getProperty("basedir", ""), "..", "docs", "scripts.md"));
    }

    private static List<String> blocks(String language) throws IOException {
        List<String> found = new ArrayList<>();
        String[] parts = page().split("(?m)^" + FENCE);
        for (int i = 1; i < parts.length; i += 2) {
            if (parts[i].startsWith(language + "\n")) {
                found.add(parts[i].substring(language.length() + 1));
            }
        }
        return found;
    }

    @GuestContract(name = "shop.price", version = "1.0.0")
    interface Price {

        @ContractFunction(0)
        int reduced(int cents, String customer);

        @ContractFunction(1)
        String label(String customer);

    }

}
