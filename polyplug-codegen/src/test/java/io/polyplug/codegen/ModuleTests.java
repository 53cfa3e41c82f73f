package io.polyplug.codegen;

import java.io.File;
import java.lang.module.Configuration;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.polyplug.codegen.guest.GuestLanguage;
import io.polyplug.contract.Version;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

/**
 * The generator as a module, beside the same classes on the class path of the tests.
 */
class ModuleTests {

    private static final String NAME = "io.polyplug.codegen";

    private static final String TEXT = """
            [[guest_contract]]
            name = "demo.Counter"
            version = "1.0.0"
            """;

    private static final Pattern LIBRARY = Pattern.compile(
            "(polyplug-core|asm(?=-\\d)|javapoet|jmustache|tomlj|jspecify|jna|slf4j-api|jackson-[a-z-]+)-[^/]*(?<!tests)\\.jar");

    private final ModuleLayer layer = layer();

    private static ModuleLayer layer() {
        ModuleFinder finder = ModuleFinder.of(modules().distinct().toArray(Path[]::new));
        Configuration configuration = ModuleLayer.boot()
            .configuration()
            .resolve(finder, ModuleFinder.of(), Set.of(NAME));
        return ModuleLayer.boot().defineModulesWithOneLoader(configuration, ClassLoader.getSystemClassLoader());
    }

    /** In a build of all modules, those of polyplug are folders of classes. */
    private static Stream<Path> modules() {
        Stream<Path> libraries = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .map(Path::of)
            .filter((entry) -> LIBRARY.matcher(entry.getFileName().toString()).matches());
        return Stream.concat(Stream.of(placeOf(GuestLanguage.class), placeOf(Version.class)), libraries);
    }

    private static Path placeOf(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
        }
        catch (URISyntaxException ex) {
            throw new IllegalStateException(ex);
        }
    }

    @Test
    void packagesOfTheApiAreExportedToEveryone() {
        ModuleDescriptor descriptor = this.layer.findModule(NAME).orElseThrow().getDescriptor();
        assertThat(descriptor.exports()).noneMatch(ModuleDescriptor.Exports::isQualified)
            .extracting(ModuleDescriptor.Exports::source)
            .contains(NAME + ".api", NAME + ".guest", NAME + ".java", NAME + ".output", NAME + ".toml")
            .allMatch((name) -> name.matches("io\\.polyplug\\.codegen\\.[a-z]+"));
        assertThat(descriptor.opens()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void templatesAndHeadersAreFound(GuestLanguage language) throws ReflectiveOperationException {
        Object api = api();
        Object settings = type("guest.GuestSettings").getConstructors()[0].newInstance("counter", version(), List.of(),
                method("guest.GuestLanguage", "of").invoke(null, language.name()));
        Object project = method("guest.GuestProject", "of").invoke(null, api, settings);
        assertThat(project.getClass().getModule().getName()).isEqualTo(NAME);
        assertThat((Map<?, ?>) method("guest.GuestProject", "authored").invoke(project)).isNotEmpty();
    }

    @Test
    void sourcesInJavaAreWritten() throws ReflectiveOperationException {
        Object api = api();
        Object files = method("java.JavaSources", "of").invoke(null, api, "com.acme");
        assertThat(((Map<?, ?>) method("output.GeneratedFiles", "texts").invoke(files)).keySet())
            .isEqualTo(Set.of("com/acme/Counter.java", "com/acme/package-info.java"));
    }

    private Object api() throws ReflectiveOperationException {
        Consumer<Object> warnings = (problem) -> fail("%s", problem);
        return method("toml.ApiFile", "parse").invoke(null, "api.toml", TEXT, warnings);
    }

    private Object version() throws ReflectiveOperationException {
        return this.layer.findLoader("io.polyplug")
            .loadClass("io.polyplug.contract.Version")
            .getConstructor(int.class, int.class, int.class)
            .newInstance(1, 0, 0);
    }

    private Class<?> type(String name) throws ReflectiveOperationException {
        return this.layer.findLoader(NAME).loadClass(NAME + "." + name);
    }

    private Method method(String type, String name) throws ReflectiveOperationException {
        return Arrays.stream(type(type).getMethods())
            .filter((method) -> method.getName().equals(name))
            .max((one, other) -> one.getParameterCount() - other.getParameterCount())
            .orElseThrow();
    }

}
