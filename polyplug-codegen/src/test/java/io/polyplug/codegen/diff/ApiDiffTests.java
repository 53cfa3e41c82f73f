package io.polyplug.codegen.diff;

import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;

import io.polyplug.codegen.api.Position;
import io.polyplug.codegen.diff.Difference.Kind;
import io.polyplug.codegen.diff.Difference.Party;
import io.polyplug.codegen.diff.Difference.Severity;
import io.polyplug.codegen.toml.ApiFile;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Contracts: which there are, their versions, and what has which place.
 */
class ApiDiffTests {

    private static final String GREETER = """
            [[guest_contract]]
            name = "demo.Greeter"
            version = "1.2.0"
            functions = [
              { name = "greet", params = [{ name = "name", type = "StringView" }], return = "StringView" },
              { name = "add", params = [{ name = "a", type = "u32" }, { name = "b", type = "u32" }], return = "u32" },
              { name = "reset" },
            ]
            """;

    private static final String LOGGER = """
            [[host_contract]]
            name = "host.Logger"
            version = "1.0.0"
            functions = [{ name = "log", params = [{ name = "message", type = "StringView" }] }]
            """;

    private static final String RESET = "  { name = \"reset\" },\n";

    private static final String UNDO = "  { name = \"undo\" },\n";

    @Test
    void sameApiHasNoDifferences() {
        assertThat(between(GREETER + LOGGER, GREETER + LOGGER)).isEmpty();
    }

    @Test
    void commentsAndPatchVersionsMakeNoDifference() {
        assertThat(between(GREETER, "# said anew\n" + GREETER.replace("1.2.0", "1.2.7"))).isEmpty();
    }

    @Test
    void removedGuestContractBreaksCallers() {
        Difference difference = only(GREETER + LOGGER, LOGGER);
        assertThat(difference.kind()).isEqualTo(Kind.CONTRACT_REMOVED);
        assertThat(difference.isBreaking()).isTrue();
        assertThat(difference.feltBy()).containsExactly(Party.CALLERS);
        assertThat(difference.subject()).isEqualTo("demo.Greeter");
        assertThat(difference.position().source()).isEqualTo("before.toml");
    }

    @Test
    void removedHostContractBreaksGuestsForTheyCallIt() {
        Difference difference = only(GREETER + LOGGER, GREETER);
        assertThat(difference.kind()).isEqualTo(Kind.CONTRACT_REMOVED);
        assertThat(difference.feltBy()).containsExactly(Party.GUESTS);
    }

    @Test
    void newContractBreaksNobody() {
        Difference difference = only(GREETER, GREETER + LOGGER);
        assertThat(difference.kind()).isEqualTo(Kind.CONTRACT_ADDED);
        assertThat(difference.severity()).isEqualTo(Severity.COMPATIBLE);
        assertThat(difference.position().source()).isEqualTo("after.toml");
    }

    @Test
    void underAnotherMajorVersionEverythingIsAllowed() {
        Difference difference = only(GREETER, GREETER.replace("1.2.0", "2.0.0").replace(RESET, ""));
        assertThat(difference.kind()).isEqualTo(Kind.MAJOR_CHANGED);
        assertThat(difference.severity()).isEqualTo(Severity.COMPATIBLE);
        assertThat(difference.text()).contains("from 1.2.0 to 2.0.0", "the earlier one counts as removed");
    }

    @Test
    void loweredMinorVersionBreaksCallers() {
        Difference difference = only(GREETER, GREETER.replace("1.2.0", "1.1.0"));
        assertThat(difference.kind()).isEqualTo(Kind.MINOR_LOWERED);
        assertThat(difference.isBreaking()).isTrue();
        assertThat(difference.feltBy()).containsExactly(Party.CALLERS);
    }

    @Test
    void appendedFunctionUnderARaisedMinorVersionBreaksNobody() {
        List<Difference> differences = between(GREETER, GREETER.replace("1.2.0", "1.3.0").replace(RESET, RESET + UNDO));
        assertThat(differences).extracting(Difference::kind).containsExactly(Kind.FUNCTION_APPENDED, Kind.MINOR_RAISED);
        assertThat(differences).noneMatch(Difference::isBreaking);
        assertThat(differences.get(0).feltBy()).containsExactly(Party.GUESTS);
    }

    @Test
    void appendedFunctionUnderTheSameMinorVersionBreaksCallers() {
        List<Difference> differences = between(GREETER, GREETER.replace(RESET, RESET + UNDO));
        assertThat(differences).extracting(Difference::kind)
            .containsExactly(Kind.FUNCTION_APPENDED, Kind.MINOR_NOT_RAISED);
        assertThat(breaking(differences)).singleElement()
            .satisfies((difference) -> assertThat(difference.feltBy()).containsExactly(Party.CALLERS));
    }

    @Test
    void promiseToBeFreeOfSideEffectsIsForThoseWhoKeepIt() {
        String free = GREETER.replace("\"reset\"", "\"reset\", side_effect_free = true");
        assertThat(between(GREETER, free)).singleElement().satisfies((difference) -> {
            assertThat(difference.kind()).isEqualTo(Kind.SIDE_EFFECTS_CHANGED);
            assertThat(difference.isBreaking()).isFalse();
            assertThat(difference.feltBy()).containsExactly(Party.GUESTS);
            assertThat(difference.text()).contains("reset is called free of side effects now");
        });
        assertThat(between(free, GREETER)).singleElement()
            .satisfies((difference) -> assertThat(difference.text()).contains("is not called free", "any more"));
    }

    @Test
    void functionOfAHostContractIsForTheApplicationToWrite() {
        String later = LOGGER.replace("1.0.0", "1.1.0").replace("] }]", "] }, { name = \"flush\" }]");
        assertThat(between(LOGGER, later)).first()
            .satisfies((difference) -> assertThat(difference.feltBy()).containsExactly(Party.APPLICATION));
    }

    @Test
    void functionRemovedFromTheEndFailsWhenItIsCalled() {
        Difference difference = only(GREETER, GREETER.replace(RESET, ""));
        assertThat(difference.kind()).isEqualTo(Kind.FUNCTION_REMOVED);
        assertThat(difference.feltBy()).containsExactly(Party.CALLERS);
        assertThat(difference.text()).contains("Function 2, reset", "there is no such function");
    }

    @Test
    void functionRemovedFromTheMiddleIsConfusedWithTheNext() {
        Difference difference = only(GREETER, GREETER.replaceFirst("  \\{ name = \"add\".*\n", ""));
        assertThat(difference.kind()).isEqualTo(Kind.FUNCTION_REMOVED);
        assertThat(difference.text()).contains("Function 1, add", "ends up in reset");
    }

    @Test
    void insertedFunctionIsConfusedWithTheOneWhosePlaceItHas() {
        Difference difference = only(GREETER, GREETER.replace(RESET, UNDO + RESET));
        assertThat(difference.kind()).isEqualTo(Kind.FUNCTION_INSERTED);
        assertThat(difference.feltBy()).containsExactly(Party.CALLERS, Party.GUESTS);
        assertThat(difference.text()).contains("Function 2, undo", "the place of reset");
        assertThat(difference.position().line()).isEqualTo(7);
    }

    @Test
    void functionsInAnotherOrderAreConfused() {
        List<Difference> differences = between(GREETER,
                GREETER.replace(RESET, "").replace("functions = [\n", "functions = [\n" + RESET));
        assertThat(differences).extracting(Difference::kind).containsOnly(Kind.FUNCTION_MOVED).hasSize(3);
        assertThat(differences).allMatch(Difference::isBreaking);
        assertThat(differences.get(2).text()).contains("reset moved from place 2 to 0");
    }

    @Test
    void renamedFunctionConcernsSourcesOnly() {
        Difference difference = only(GREETER, GREETER.replace("\"reset\"", "\"clear\""));
        assertThat(difference.kind()).isEqualTo(Kind.FUNCTION_RENAMED);
        assertThat(difference.severity()).isEqualTo(Severity.COMPATIBLE);
        assertThat(difference.feltBy()).containsExactly(Party.CALLERS, Party.GUESTS);
    }

    @Test
    void functionWithAnotherNameAndOtherTypesIsAnotherFunction() {
        assertThat(between(GREETER, GREETER.replace("\"reset\"", "\"clear\", return = \"bool\"")))
            .extracting(Difference::kind)
            .containsExactly(Kind.FUNCTION_REMOVED, Kind.FUNCTION_INSERTED);
    }

    @Test
    void parameterOfAnotherTypeIsMisread() {
        Difference difference = only(GREETER, GREETER.replace("\"b\", type = \"u32\"", "\"b\", type = \"u64\""));
        assertThat(difference.kind()).isEqualTo(Kind.PARAMETERS_CHANGED);
        assertThat(difference.isBreaking()).isTrue();
        assertThat(difference.feltBy()).containsExactly(Party.CALLERS, Party.GUESTS);
        assertThat(difference.text()).contains("(a: u32, b: u64)", "(a: u32, b: u32)", "16 bytes in place of 8");
    }

    @Test
    void typeOfTheSameSizeIsAnotherOne() {
        Difference difference = only(GREETER, GREETER.replace("\"b\", type = \"u32\"", "\"b\", type = \"i32\""));
        assertThat(difference.kind()).isEqualTo(Kind.PARAMETERS_CHANGED);
        assertThat(difference.text()).contains("8 bytes as before");
    }

    @Test
    void oneParameterMoreIsMisread() {
        String later = GREETER.replace("\"reset\"", "\"reset\", params = [{ name = \"hard\", type = \"bool\" }]");
        assertThat(only(GREETER, later).kind()).isEqualTo(Kind.PARAMETERS_CHANGED);
    }

    @Test
    void parametersOfOneTypeInAnotherOrderAreConfused() {
        String later = GREETER.replace("\"a\"", "\"c\"").replace("\"b\"", "\"a\"").replace("\"c\"", "\"b\"");
        Difference difference = only(GREETER, later);
        assertThat(difference.kind()).isEqualTo(Kind.PARAMETERS_MOVED);
        assertThat(difference.isBreaking()).isTrue();
    }

    @Test
    void renamedParameterConcernsSourcesOnly() {
        Difference difference = only(GREETER, GREETER.replace("\"b\"", "\"other\""));
        assertThat(difference.kind()).isEqualTo(Kind.PARAMETER_RENAMED);
        assertThat(difference.severity()).isEqualTo(Severity.COMPATIBLE);
    }

    @Test
    void resultOfAnotherTypeIsMisread() {
        Difference difference = only(GREETER, GREETER.replace("return = \"u32\"", "return = \"u64\""));
        assertThat(difference.kind()).isEqualTo(Kind.RESULT_CHANGED);
        assertThat(difference.text()).contains("returns u64 and returned u32", "misread");
    }

    @Test
    void resultThatWasNoneIsWrittenToNowhere() {
        assertThat(only(GREETER, GREETER.replace("\"reset\"", "\"reset\", return = \"bool\"")).text())
            .contains("returned nothing", "address 0");
    }

    @Test
    void resultThatIsNoneIsReadThough() {
        assertThat(only(GREETER, GREETER.replace(", return = \"u32\"", "")).text()).contains("returns nothing",
                "what nobody wrote");
    }

    @Test
    void changedSingletonBreaksGuestsAndApplication() {
        for (List<String> apis : List.of(List.of(LOGGER, LOGGER + "singleton = true\n"),
                List.of(LOGGER + "singleton = true\n", LOGGER))) {
            Difference difference = only(apis.get(0), apis.get(1));
            assertThat(difference.kind()).isEqualTo(Kind.SINGLETON_CHANGED);
            assertThat(difference.isBreaking()).isTrue();
            assertThat(difference.feltBy()).containsExactly(Party.GUESTS, Party.APPLICATION);
        }
    }

    @Test
    void retypedParameterOfAHostContractBreaksGuestsAndApplication() {
        Difference difference = only(LOGGER, LOGGER.replace("StringView", "Buffer"));
        assertThat(difference.kind()).isEqualTo(Kind.PARAMETERS_CHANGED);
        assertThat(difference.feltBy()).containsExactly(Party.GUESTS, Party.APPLICATION);
    }

    @Test
    void isOneLineInTheFormOfCompilers() {
        Difference difference = new Difference(Kind.FUNCTION_REMOVED, Severity.BREAKING,
                Set.of(Party.GUESTS, Party.CALLERS), "demo.Greeter", "It went", new Position("api.toml", 3, 8));
        assertThat(difference).hasToString("api.toml:3:8: breaking for callers, guests: demo.Greeter: It went.");
    }

    static Difference only(String before, String after) {
        List<Difference> differences = between(before, after);
        assertThat(differences).hasSize(1);
        return differences.get(0);
    }

    static List<Difference> breaking(List<Difference> differences) {
        return differences.stream().filter(Difference::isBreaking).toList();
    }

    static List<Difference> between(String before, String after) {
        return ApiDiff.between(ApiFile.parse("before.toml", before, (warning) -> {
        }), ApiFile.parse("after.toml", after, (warning) -> {
        }));
    }

}
