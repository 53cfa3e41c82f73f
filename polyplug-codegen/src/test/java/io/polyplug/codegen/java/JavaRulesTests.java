package io.polyplug.codegen.java;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.polyplug.codegen.api.ApiException;
import io.polyplug.codegen.api.Problem;
import io.polyplug.contract.Repr;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * What an api can say and Java cannot.
 */
class JavaRulesTests {

    private static List<String> problems(ApiBuilder api) {
        ApiException failure = catchThrowableOfType(ApiException.class, () -> JavaSources.of(api.build(), "com.acme"));
        assertThat(failure).as("what Java cannot say").isNotNull();
        return failure.problems().stream().map(Problem::toString).toList();
    }

    private static ApiBuilder functions(String... functions) {
        return new ApiBuilder().guest("demo.Greeter", "1.0", functions);
    }

    @Test
    void functionsThatBecomeOneMethodNameEachOther() {
        assertThat(problems(functions("a_b()", "aB(x: i32)")))
            .containsExactly("api.toml:3:1: function 'a_b' (api.toml:2:1) and function 'aB' are both aB in Java. "
                    + "Rename one of them.");
    }

    @Test
    void parametersThatBecomeOneNameEachOther() {
        assertThat(problems(functions("f(a_b: i32, aB: i32)")))
            .containsExactly("api.toml:4:1: parameter 'a_b' (api.toml:3:1) and parameter 'aB' are both aB in Java. "
                    + "Rename one of them.");
    }

    @Test
    void fieldsThatBecomeOneNameEachOther() {
        assertThat(problems(new ApiBuilder().struct("P", "a_b: i32", "aB: i32")))
            .containsExactly("api.toml:3:1: field 'a_b' (api.toml:2:1) and field 'aB' are both aB in Java. "
                    + "Rename one of them.");
    }

    @Test
    void variantsThatBecomeOneNameEachOther() {
        assertThat(problems(new ApiBuilder().enumeration("E", Repr.U8, "NearFar = 1", "NEAR_FAR = 2")))
            .containsExactly("api.toml:3:1: variant 'NearFar' (api.toml:2:1) and variant 'NEAR_FAR' are both NEAR_FAR "
                    + "in Java. Rename one of them.");
        assertThat(problems(new ApiBuilder().flags("E", Repr.U8, "A = 1", "Bit_1 = 4", "Odd = 3")))
            .containsExactly("api.toml:1:1: variant 'Bit_1' (api.toml:3:1) and unnamed bit 'BIT_1' are both BIT_1 "
                    + "in Java. Rename one of them.");
    }

    @Test
    void typesThatBecomeOneNameEachOther() {
        assertThat(problems(new ApiBuilder().struct("greeter", "x: i32")
            .enumeration("Tone", Repr.U8, "A = 1")
            .guest("demo.Greeter", "1.0")
            .host("host.tone", "1.0", true)
            .guest("other.greeter", "1.0")))
            .containsExactly(
                    "api.toml:1:1: contract 'demo.Greeter' (api.toml:5:1) and record 'greeter' are both Greeter in "
                            + "Java, where files may not differ in capitals alone. Rename one of them.",
                    "api.toml:3:1: contract 'host.tone' (api.toml:6:1) and enum 'Tone' are both Tone in Java, "
                            + "where files may not differ in capitals alone. Rename one of them.",
                    "api.toml:7:1: contract 'demo.Greeter' (api.toml:5:1) and contract 'other.greeter' are both "
                            + "Greeter in Java, where files may not differ in capitals alone. Rename one of them.");
    }

    @Test
    void typesThatDifferInCapitalsAloneNameEachOther() {
        assertThat(problems(new ApiBuilder().struct("Point", "x: i32").struct("POINT", "x: i32"))).containsExactly(
                "api.toml:3:1: record 'Point' (api.toml:1:1) and record 'POINT' are both Point and POINT in Java, "
                        + "where files may not differ in capitals alone. Rename one of them.");
    }

    @Test
    void wordsOfTheLanguageAreNoNames() {
        assertThat(problems(new ApiBuilder().struct("P", "class: i32", "true: bool")
            .enumeration("E", Repr.U8, "_ = 1")
            .struct("_", "x: i32")
            .guest("demo.G", "1.0", "new()", "f(int: i32)"))).containsExactly(
                    "api.toml:2:1: field 'class' would be class in Java, which is a word of the language. Rename it.",
                    "api.toml:3:1: field 'true' would be true in Java, which is a word of the language. Rename it.",
                    "api.toml:5:1: variant '_' would be _ in Java, which is a word of the language. Rename it.",
                    "api.toml:6:1: record '_' would be _ in Java, which is a word of the language. Rename it.",
                    "api.toml:9:1: function 'new' would be new in Java, which is a word of the language. Rename it.",
                    "api.toml:11:1: parameter 'int' would be int in Java, which is a word of the language. "
                            + "Rename it.");
    }

    @Test
    void methodsOfEveryObjectAreNoFunctions() {
        String[] functions = { "hash_code() -> i32", "to_string() -> StringView", "get_class()", "notify()",
                "notify_all()", "wait()", "clone()", "finalize()" };
        assertThat(problems(functions(functions))).hasSize(functions.length)
            .allMatch((problem) -> problem.contains("is a method of every object with the same parameters."));
        assertThat(problems(functions("wait(ms: u32)"))).hasSize(1);
        assertThat(problems(functions("wait(ms: i64, ns: u16)"))).containsExactly(
                "api.toml:2:1: function 'wait' would be wait in Java, which is a method of every object with the same "
                        + "parameters. Rename it.");
    }

    @Test
    void methodsOfEveryObjectAreNoFields() {
        List<String> names = List.of("clone", "finalize", "get_class", "hash_code", "notify", "notify_all", "to_string",
                "wait");
        assertThat(problems(
                new ApiBuilder().struct("P", names.stream().map((name) -> name + ": i32").toArray(String[]::new))))
            .hasSize(names.size())
            .contains("api.toml:9:1: field 'wait' would be wait in Java, which no record may have as a component. "
                    + "Rename it.");
    }

    @Test
    void typesThatSourcesUseAreNoNames() {
        assertThat(problems(
                new ApiBuilder().struct("String", "x: i32").struct("set", "x: i32").guest("demo.Override", "1.0")))
            .containsExactly(
                    "api.toml:1:1: record 'String' would be String in Java, which is the name of a type that "
                            + "the generated sources use. Rename it.",
                    "api.toml:3:1: record 'set' would be Set in Java, which is the name of a type that the "
                            + "generated sources use. Rename it.",
                    "api.toml:5:1: contract 'demo.Override' would be Override in Java, which is the name of a type "
                            + "that the generated sources use. Rename it.");
    }

    @Test
    void valueStandsForOneConstant() {
        assertThat(problems(
                new ApiBuilder().enumeration("E", Repr.U64, "A = 18446744073709551615", "B = 18446744073709551615")))
            .containsExactly(
                    "api.toml:3:1: constants A and B of enum 'E' both have value 18446744073709551615, and a value "
                            + "stands for one constant in Java. Leave one of them out.");
    }

    @Test
    void enumNeedsAConstant() {
        assertThat(problems(new ApiBuilder().flags("Rights", Repr.U8, "None = 0").enumeration("E", Repr.U8)))
            .containsExactly("api.toml:1:1: enum 'Rights' has no constant. Give it a variant with a bit.",
                    "api.toml:3:1: enum 'E' has no constant. Give it a variant.");
    }

    @Test
    void functionsAndRecordsHaveAMostOfWhatTheyTake() {
        String[] fields = fields(127, "f64");
        JavaSources.of(new ApiBuilder().struct("P", fields)
            .guest("demo.G", "1.0", "f(" + String.join(",", fields) + ")")
            .build(), "com.acme");
        String[] more = fields(128, "f64");
        assertThat(problems(
                new ApiBuilder().struct("P", more).guest("demo.G", "1.0", "f(" + String.join(",", more) + ")")))
            .containsExactly(
                    "api.toml:1:1: record 'P' has more fields than Java allows: 254, of which those in a long or "
                            + "double count twice. Put some of them into a record.",
                    "api.toml:131:1: function 'f' of contract 'demo.G' has more parameters than Java allows: 254, of "
                            + "which those in a long or double count twice. Put some of them into a record.");
        assertThat(problems(new ApiBuilder().struct("P", fields(255, "u8")))).hasSize(1);
    }

    private static String[] fields(int count, String type) {
        return IntStream.range(0, count).mapToObj((index) -> "p" + index + ": " + type).toArray(String[]::new);
    }

    @Test
    void messageListsAllProblemsInTheOrderOfTheText() {
        ApiBuilder api = new ApiBuilder().struct("Set", "class: i32", "wait: i32");
        ApiException failure = catchThrowableOfType(ApiException.class, () -> JavaSources.of(api.build(), "com.acme"));
        assertThat(failure.problems()).extracting((problem) -> problem.position().line()).containsExactly(1, 2, 3);
        assertThat(failure)
            .hasMessage(failure.problems().stream().map(Problem::toString).collect(Collectors.joining("\n")));
    }

}
