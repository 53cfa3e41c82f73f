package io.polyplug.codegen.toml;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.polyplug.codegen.api.Api;
import io.polyplug.codegen.api.ApiException;
import io.polyplug.codegen.api.Contract;
import io.polyplug.codegen.api.Contract.Kind;
import io.polyplug.codegen.api.Declaration;
import io.polyplug.codegen.api.Enumeration;
import io.polyplug.codegen.api.Field;
import io.polyplug.codegen.api.Function;
import io.polyplug.codegen.api.Position;
import io.polyplug.codegen.api.Primitive;
import io.polyplug.codegen.api.Problem;
import io.polyplug.codegen.api.Reference;
import io.polyplug.codegen.api.Struct;
import io.polyplug.codegen.api.Variant;
import io.polyplug.contract.Repr;
import io.polyplug.contract.Version;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ApiFileTests {

    private static final Path UPSTREAM_EXAMPLE = Path.of("../interop-tests/src/test/rust/api.toml");

    private static final String LARGE = """
            [[enum]]
            name = "Colour"
            repr = "u8"
            docs = "What it looks like."
            langs = ["rust"]
            variants = [
              { name = "Red", value = "0", docs = "As blood." },
              { name = "Blue", value = "0xC8" },
            ]

            [[types]]
            name = "Everything"
            docs = "All there is."
            fields = [
              { name = "a", type = "u8", docs = "The first." }, { name = "b", type = "i8" }, { name = "c", type = "u16" },
              { name = "d", type = "i16" }, { name = "e", type = "u32" }, { name = "f", type = "i32" },
              { name = "g", type = "u64" }, { name = "h", type = "i64" }, { name = "i", type = "f32" },
              { name = "j", type = "f64" }, { name = "k", type = "bool" }, { name = "l", type = "Ptr" },
              { name = "m", type = "ptr" }, { name = "n", type = "StringView" }, { name = "o", type = "Buffer" },
              { name = "p", type = "Point" }, { name = "q", type = "Colour" }, { name = "r", type = "Rights" },
            ]

            [[types]]
            name = "Point"
            [[types.fields]]
            name = "x"
            type = "f32"
            [[types.fields]]
            name = "y"
            type = "f64"

            [[enum]]
            name = "Rights"
            repr = "u16"
            bitflag = true
            variants = [
              { name = "Read", value = "1" }, { name = "Write", value = "1 << 1" },
              { name = "Both", value = "Read | Write" }, { name = "All", value = "~0" },
            ]

            [[host_contract]]
            name = "host.Desk"
            version = "2"
            singleton = true
            docs = "What the host offers."
            functions = [{ name = "tell", params = [{ name = "text", type = "StringView" }], return = "void" }]

            [[guest_contract]]
            name = "demo.shop.Greeter"
            version = "1.2"
            docs = "Greets."
            functions = [
              { name = "greet", params = [{ name = "name", type = "StringView", docs = "Who." }], return = "StringView", side_effect_free = true, docs = "Says hello." },
              { name = "all", params = [{ name = "every", type = "Everything" }, { name = "rights", type = "Rights" }], return = "Everything" },
              { name = "nothing" },
            ]

            [[plugin_contract]]
            name = "demo.Empty"
            version = "4294967295.65535.65535"
            """;

    @Test
    void upstreamExampleHasNoProblems() throws IOException {
        List<Problem> warnings = new ArrayList<>();
        Api api = ApiFile.read(UPSTREAM_EXAMPLE, warnings::add);
        assertThat(warnings).isEmpty();
        assertThat(api.declarations()).extracting("name")
            .containsExactly("Point", "Line", "Person", "Colour", "Size", "Distance", "Star", "Rights");
        assertThat(api.guestContracts()).extracting(Contract::name)
            .containsExactly("demo.all", "demo.peer", "demo.relay");
        assertThat(api.guestContracts().get(0).functions()).hasSize(31);
        assertThat(api.hostContracts()).extracting(Contract::name).containsExactly("host.Desk");
        assertThat(api.declarations().get(0).position()).hasToString(UPSTREAM_EXAMPLE + ":5:8");
        Enumeration star = (Enumeration) api.declaration(new Reference("Star"));
        assertThat(star.variants()).extracting(Variant::value).containsExactly(1L, -2L);
        Enumeration rights = (Enumeration) api.declaration(new Reference("Rights"));
        assertThat(rights.variants()).extracting(Variant::value).containsExactly(1L, 2L, 3L);
        assertThat(written(api)).isEqualTo(withoutPositions(api));
    }

    @Test
    void everythingThatCanBeSaidIsRead() {
        List<Problem> warnings = new ArrayList<>();
        Api api = ApiFile.parse("api.toml", LARGE, warnings::add);
        assertThat(warnings).extracting(Problem::toString)
            .containsExactly(
                    "api.toml:5:1: 'langs' of enum 'Colour' is ignored: code is generated for every language that "
                            + "is asked for. Remove it if upstream's generator does not need it.");
        assertThat(api.declarations()).extracting("name").containsExactly("Colour", "Everything", "Point", "Rights");
        assertThat(api.declarations().get(0)).isEqualTo(
                new Enumeration("Colour", Repr.U8, false, List.of(new Variant("Red", "0", 0, "As blood.", at(7, 12)),
                        new Variant("Blue", "0xC8", 200, "", at(8, 12))), "What it looks like.", at(2, 8)));
        Struct everything = (Struct) api.declarations().get(1);
        assertThat(everything.fields()).extracting(Field::type)
            .containsExactly(Primitive.U8, Primitive.I8, Primitive.U16, Primitive.I16, Primitive.U32, Primitive.I32,
                    Primitive.U64, Primitive.I64, Primitive.F32, Primitive.F64, Primitive.BOOL, Primitive.PTR,
                    Primitive.PTR, Primitive.STRING_VIEW, Primitive.BUFFER, new Reference("Point"),
                    new Reference("Colour"), new Reference("Rights"));
        assertThat(everything.fields().get(0)).isEqualTo(new Field("a", Primitive.U8, "The first.", at(15, 12)));
        assertThat(((Enumeration) api.declarations().get(3)).variants()).extracting(Variant::value)
            .containsExactly(1L, 2L, 3L, 0xFFFFL);
        assertThat(api.hostContracts()).containsExactly(new Contract(Kind.HOST, "host.Desk", new Version(2, 0, 0), true,
                List.of(new Function(0, "tell", List.of(new Field("text", Primitive.STRING_VIEW, "", at(46, 50))),
                        Optional.empty(), false, "", at(46, 23))),
                "What the host offers.", at(42, 8)));
        assertThat(api.guestContracts()).extracting(Contract::name).containsExactly("demo.shop.Greeter", "demo.Empty");
        Contract greeter = api.guestContracts().get(0);
        assertThat(greeter.version()).isEqualTo(new Version(1, 2, 0));
        assertThat(greeter.functions()).extracting(Function::id).containsExactly(0, 1, 2);
        assertThat(greeter.functions().get(0))
            .isEqualTo(new Function(0, "greet", List.of(new Field("name", Primitive.STRING_VIEW, "Who.", at(53, 40))),
                    Optional.of(Primitive.STRING_VIEW), true, "Says hello.", at(53, 12)));
        assertThat(greeter.functions().get(2).result()).isEmpty();
        assertThat(api.guestContracts().get(1).version()).isEqualTo(new Version(-1, 65535, 65535));
    }

    @ParameterizedTest
    @ValueSource(strings = { "plugin_contract", "guest_contract" })
    void bothSpellingsOfGuestContractsAreTheSame(String spelling) {
        Api api = read("[[" + spelling + "]]\nname = \"a.B\"\nversion = \"1\"\n");
        assertThat(api.guestContracts())
            .containsExactly(new Contract(Kind.GUEST, "a.B", new Version(1, 0, 0), false, List.of(), "", at(2, 8)));
    }

    @Test
    void oldSpellingIsTakenWithOneWarning() {
        List<Problem> warnings = new ArrayList<>();
        Api api = ApiFile.parse("api.toml", """
                [[contract]]
                name = "a.A"
                version = "1"
                [[plugin_contract]]
                name = "a.B"
                version = "1"
                [[contract]]
                name = "a.C"
                version = "1"
                """, warnings::add);
        assertThat(api.guestContracts()).extracting(Contract::name).containsExactly("a.A", "a.B", "a.C");
        assertThat(warnings).extracting(Problem::toString)
            .containsExactly(
                    "api.toml:1:1: [[contract]] is the old name of [[plugin_contract]]. Write [[plugin_contract]].");
    }

    @Test
    void partsOfVersionsBehindTheThirdAreIgnoredWithWarning() {
        List<Problem> warnings = new ArrayList<>();
        Api api = ApiFile.parse("api.toml", "[[guest_contract]]\nname = \"a.B\"\nversion = \"1.2.3.beta.5\"\n",
                warnings::add);
        assertThat(api.guestContracts().get(0).version()).isEqualTo(new Version(1, 2, 3));
        assertThat(warnings).extracting(Problem::toString)
            .containsExactly(
                    "api.toml:3:17: Version '1.2.3.beta.5' has more than three parts, and '.beta.5' is ignored. "
                            + "Remove it.");
    }

    @Test
    void warningsAreToldAlsoIfProblemsFollow() {
        List<String> warnings = new ArrayList<>();
        assertThatExceptionOfType(ApiException.class)
            .isThrownBy(() -> ApiFile.parse("api.toml", "[[contract]]\nversion = \"1\"\nlangs = \"c\"\n",
                    (warning) -> warnings.add(warning.position().toString())));
        assertThat(warnings).containsExactly("api.toml:1:1", "api.toml:3:1");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';',
            value = { "7; 7", "0; 0", "0b101; 5", "0xfF; 255", "1 << 2 << 1; 8", "1|2 << 1; 5", "(1|2) << 1; 6",
                    "~0; 4294967295", "~1 | 1; 4294967295", "~~5; 5", "~(1 << 31); 2147483647", " 1  <<\t3 ; 8",
                    "((3)); 3", "Base; 16", "Base|1; 17", "~Base; 4294967279", "(Base << 1) | Base; 48" })
    void valueIsComputedWithTheUsualPrecedence(String expression, long value) {
        Api api = read("""
                [[enum]]
                name = "E"
                repr = "u32"
                bitflag = true
                variants = [{ name = "Base", value = "0x10" }, { name = "Value", value = "EXPRESSION" }]
                """.replace("EXPRESSION", expression));
        Variant variant = ((Enumeration) api.declarations().get(0)).variants().get(1);
        assertThat(variant.value()).isEqualTo(value);
        assertThat(variant.expression()).isEqualTo(expression);
    }

    @ParameterizedTest
    @CsvSource({ "u8, 255", "u16, 65535", "u32, 4294967295", "u64, -1" })
    void complementHasTheWidthOfTheRepresentation(String repr, long value) {
        Api api = read(
                "[[enum]]\nname = \"E\"\nrepr = \"" + repr + "\"\nvariants = [{ name = \"A\", value = \"~0\" }]\n");
        assertThat(((Enumeration) api.declarations().get(0)).variants().get(0).value()).isEqualTo(value);
    }

    @Test
    void valueCanBeSharedByFlagsOnly() {
        Api api = read("[[enum]]\nname = \"E\"\nrepr = \"u8\"\nbitflag = true\n"
                + "variants = [{ name = \"A\", value = \"1\" }, { name = \"B\", value = \"A\" }]\n");
        assertThat(((Enumeration) api.declarations().get(0)).variants()).extracting(Variant::value)
            .containsExactly(1L, 1L);
    }

    @Test
    void tomlOfVersion11IsRead() {
        Api api = read("[[types]]\nname = \"\\x41\"\nfields = [{\n  name = \"x\", # first\n  type = \"u8\",\n}]\n");
        assertThat(api.declarations())
            .containsExactly(new Struct("A", List.of(new Field("x", Primitive.U8, "", at(4, 10))), "", at(2, 8)));
    }

    @Test
    void windowsTextIsTheSameApi() {
        Api api = read("\uFEFF" + LARGE.replace("\n", "\r\n"));
        assertThat(api).isEqualTo(read(LARGE));
    }

    @Test
    void apiIsWrittenReadably() {
        assertThat(ApiFile.write(read(LARGE))).isEqualTo("""
                [[enum]]
                name = "Colour"
                docs = "What it looks like."
                repr = "u8"
                variants = [
                  { name = "Red", value = "0", docs = "As blood." },
                  { name = "Blue", value = "0xC8" },
                ]

                [[types]]
                name = "Everything"
                docs = "All there is."
                fields = [
                  { name = "a", type = "u8", docs = "The first." },
                  { name = "b", type = "i8" },
                  { name = "c", type = "u16" },
                  { name = "d", type = "i16" },
                  { name = "e", type = "u32" },
                  { name = "f", type = "i32" },
                  { name = "g", type = "u64" },
                  { name = "h", type = "i64" },
                  { name = "i", type = "f32" },
                  { name = "j", type = "f64" },
                  { name = "k", type = "bool" },
                  { name = "l", type = "Ptr" },
                  { name = "m", type = "Ptr" },
                  { name = "n", type = "StringView" },
                  { name = "o", type = "Buffer" },
                  { name = "p", type = "Point" },
                  { name = "q", type = "Colour" },
                  { name = "r", type = "Rights" },
                ]

                [[types]]
                name = "Point"
                fields = [
                  { name = "x", type = "f32" },
                  { name = "y", type = "f64" },
                ]

                [[enum]]
                name = "Rights"
                repr = "u16"
                bitflag = true
                variants = [
                  { name = "Read", value = "1" },
                  { name = "Write", value = "1 << 1" },
                  { name = "Both", value = "Read | Write" },
                  { name = "All", value = "~0" },
                ]

                [[plugin_contract]]
                name = "demo.shop.Greeter"
                docs = "Greets."
                version = "1.2.0"
                functions = [
                  { name = "greet", params = [
                    { name = "name", type = "StringView", docs = "Who." },
                  ], return = "StringView", side_effect_free = true, docs = "Says hello." },
                  { name = "all", params = [
                    { name = "every", type = "Everything" },
                    { name = "rights", type = "Rights" },
                  ], return = "Everything" },
                  { name = "nothing" },
                ]

                [[plugin_contract]]
                name = "demo.Empty"
                version = "4294967295.65535.65535"
                functions = []

                [[host_contract]]
                name = "host.Desk"
                docs = "What the host offers."
                version = "2.0.0"
                singleton = true
                functions = [
                  { name = "tell", params = [{ name = "text", type = "StringView" }] },
                ]
                """);
    }

    @Test
    void whatIsWrittenIsReadAsTheSameApi() {
        Api api = read(LARGE);
        assertThat(written(api)).isEqualTo(withoutPositions(api));
        assertThat(ApiFile.write(read(ApiFile.write(api)))).isEqualTo(ApiFile.write(api));
    }

    @ParameterizedTest
    @ValueSource(strings = { "one \"two\" 'three'", "\"\"\"", "\\ and \\n and \\u0041", "a\nb", "\n", "\na\n\n",
            "ends \"\nwith\"", "\r\n", "a\rb", "\t tab", "\u0000\u0001\b\f\u001B\u007F", "\u0000\nx\u007F", "\\\nline",
            "größer 日本語 😀", "\u0085\u2028\uFEFF", "# no comment", " spaces \n at \n both ends " })
    void docsAreKeptCharacterByCharacter(String docs) {
        Position somewhere = at(1, 1);
        Field field = new Field("x", Primitive.U8, docs, somewhere);
        Api api = new Api(
                List.of(new Struct("S", List.of(field), docs, somewhere),
                        new Enumeration("E", Repr.U64, false, List.of(new Variant("V", "\t1 |\n2", 3, docs, somewhere)),
                                docs, somewhere)),
                List.of(new Contract(Kind.GUEST, "a.B", new Version(1, 0, 0), false,
                        List.of(new Function(0, "f", List.of(field), Optional.empty(), true, docs, somewhere)), docs,
                        somewhere)),
                List.of());
        assertThat(written(api)).isEqualTo(withoutPositions(api));
    }

    @Test
    void fileThatIsNotThereIsNamed(@TempDir Path folder) {
        Path file = folder.resolve("api.toml");
        assertThatExceptionOfType(NoSuchFileException.class).isThrownBy(() -> ApiFile.read(file))
            .withMessage(file + ": there is no such file. Write the api there, or name the file that has it");
    }

    @Test
    void fileThatIsNotUtf8IsAProblemAtItsFirstBadByte(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("api.toml");
        Files.write(file, "# 😀\n# Gr\u00FC\u00DFe\n".getBytes(StandardCharsets.UTF_8));
        assertThatExceptionOfType(ApiException.class).isThrownBy(() -> ApiFile.read(file))
            .withMessageContaining("declares nothing");
        Files.write(file, "# aa\n# Gr\u00FC\u00DFe\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThatExceptionOfType(ApiException.class).isThrownBy(() -> ApiFile.read(file))
            .withMessage(
                    file + ":2:5: The file is not UTF-8: this byte belongs to no character. Save the file as UTF-8.");
    }

    private static Position at(int line, int column) {
        return new Position("api.toml", line, column);
    }

    private static Api read(String toml) {
        return ApiFile.parse("api.toml", toml, (warning) -> {
        });
    }

    /** What is left of an api that is written, and read again. */
    private static Api written(Api api) {
        return withoutPositions(ApiFile.parse("api.toml", ApiFile.write(api), (warning) -> {
            throw new AssertionError(warning);
        }));
    }

    private static Api withoutPositions(Api api) {
        Position nowhere = at(0, 0);
        return new Api(api.declarations()
            .stream()
            .<Declaration>map((declaration) -> (declaration instanceof Struct struct)
                    ? new Struct(struct.name(), fields(struct.fields()), struct.docs(), nowhere)
                    : withoutPositions((Enumeration) declaration))
            .toList(), contracts(api.guestContracts()), contracts(api.hostContracts()));
    }

    private static Enumeration withoutPositions(Enumeration enumeration) {
        List<Variant> variants = enumeration.variants()
            .stream()
            .map((variant) -> new Variant(variant.name(), variant.expression(), variant.value(), variant.docs(),
                    at(0, 0)))
            .toList();
        return new Enumeration(enumeration.name(), enumeration.repr(), enumeration.bitFlag(), variants,
                enumeration.docs(), at(0, 0));
    }

    private static List<Field> fields(List<Field> fields) {
        return fields.stream().map((field) -> new Field(field.name(), field.type(), field.docs(), at(0, 0))).toList();
    }

    private static List<Contract> contracts(List<Contract> contracts) {
        return contracts.stream()
            .map((contract) -> new Contract(contract.kind(), contract.name(), contract.version(), contract.singleton(),
                    contract.functions()
                        .stream()
                        .map((function) -> new Function(function.id(), function.name(), fields(function.parameters()),
                                function.result(), function.sideEffectFree(), function.docs(), at(0, 0)))
                        .toList(),
                    contract.docs(), at(0, 0)))
            .toList();
    }

}
