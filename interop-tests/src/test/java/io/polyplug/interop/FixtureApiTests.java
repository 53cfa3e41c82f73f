package io.polyplug.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.polyplug.codegen.api.Api;
import io.polyplug.codegen.api.Contract;
import io.polyplug.codegen.api.Declaration;
import io.polyplug.codegen.api.Enumeration;
import io.polyplug.codegen.api.Field;
import io.polyplug.codegen.api.Function;
import io.polyplug.codegen.api.Struct;
import io.polyplug.codegen.api.Type;
import io.polyplug.codegen.api.Variant;
import io.polyplug.codegen.java.JavaApi;
import io.polyplug.codegen.toml.ApiFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The fixtures' apis, and what was written by hand where codegen cannot be: manifests
 * beside C, and the interfaces of core's tests. Those take unsigned numbers by their
 * bits, as {@code int} for {@code u32}, so widths are compared and signs are not.
 */
class FixtureApiTests {

    private static final Path FIXTURES = Path.of(System.getProperty("basedir", ""), "../src-native-fixtures/src/main");

    private static final Pattern COUNT = Pattern.compile("(?m)^\"([\\w.]+)@1\" = (\\d+)$");

    /** Bundles of these names are wrong on purpose. */
    private static final Set<String> WRONG = Set.of("reload-no-functions");

    private static final Map<String, String> WIDTHS = Map.of("u8", "i8", "u16", "i16", "u32", "i32", "u64", "i64",
            "Ptr", "i64");

    private static Api everything() throws IOException {
        return api("everything.toml");
    }

    private static Api fixtures() throws IOException {
        return api("fixtures.toml");
    }

    private static Api api(String name) throws IOException {
        return ApiFile.read(FIXTURES.resolve("resources/apis").resolve(name),
                (warning) -> assertThat(warning.toString()).isNull());
    }

    @ParameterizedTest
    @ValueSource(strings = { "io.polyplug.types.Everything", "io.polyplug.types.AdderTests$Adder",
            "io.polyplug.hostcontract.Greeter", "io.polyplug.Plugins$Answering", "io.polyplug.Plugins$Other",
            "io.polyplug.Plugins$Greeter", "io.polyplug.Plugins$Borrowing", "io.polyplug.Plugins$Consumer",
            "io.polyplug.Plugins$Keeping", "io.polyplug.Plugins$Leaving", "io.polyplug.Plugins$Link",
            "io.polyplug.Plugins$Marker" })
    void interfaceSaysWhatTheApiSays(String name) throws Exception {
        Class<?> type = Class.forName(name, false, FixtureApiTests.class.getClassLoader());
        Api java = JavaApi.of(List.of(type));
        Contract contract = java.contracts().get(0);
        Api api = contract.name().equals("demo.Everything") ? everything() : fixtures();
        Contract expected = api.contract(contract.name()).orElseThrow();
        assertThat(contract.kind()).isEqualTo(expected.kind());
        assertThat(contract.version().major()).isEqualTo(expected.version().major());
        assertThat(contract.functions()).isNotEmpty().hasSizeLessThanOrEqualTo(expected.functions().size());
        for (Function function : contract.functions()) {
            assertThat(text(function)).isEqualTo(text(expected.functions().get(function.id())));
        }
        for (Declaration declaration : java.declarations()) {
            assertThat(api.declarations().stream().map(FixtureApiTests::text)).contains(text(declaration));
        }
    }

    private static String text(Function function) {
        return function.id() + " " + function.name() + types(function.parameters())
                + function.result().map(FixtureApiTests::width).orElse("");
    }

    private static String text(Declaration declaration) {
        if (declaration instanceof Struct struct) {
            return struct.name() + types(struct.fields());
        }
        Enumeration enumeration = (Enumeration) declaration;
        return enumeration.name() + enumeration.repr() + enumeration.variants().stream().map(Variant::value).toList();
    }

    private static List<String> types(List<Field> fields) {
        return fields.stream().map(Field::type).map(FixtureApiTests::width).toList();
    }

    private static String width(Type type) {
        return WIDTHS.getOrDefault(type.spelling(), type.spelling());
    }

    @Test
    void manifestsPromiseTheFunctionsOfTheApi() throws IOException {
        Map<String, Integer> sizes = new HashMap<>();
        for (Api api : List.of(everything(), fixtures())) {
            api.guestContracts().forEach((contract) -> sizes.put(contract.name(), contract.functions().size()));
        }
        Map<String, Integer> promised = new HashMap<>();
        try (Stream<Path> bundles = Files.list(FIXTURES.resolve("native/bundles"))) {
            for (Path bundle : bundles.filter((each) -> !WRONG.contains(each.getFileName().toString())).toList()) {
                Matcher count = COUNT.matcher(Files.readString(bundle.resolve("manifest.toml")));
                while (count.find()) {
                    if (sizes.containsKey(count.group(1))) {
                        promised.put(count.group(1), Integer.valueOf(count.group(2)));
                        assertThat(promised).as(bundle.toString())
                            .containsEntry(count.group(1), sizes.get(count.group(1)));
                    }
                }
            }
        }
        assertThat(promised).isEqualTo(sizes);
    }

}
