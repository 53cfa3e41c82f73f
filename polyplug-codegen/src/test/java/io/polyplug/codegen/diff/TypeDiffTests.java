package io.polyplug.codegen.diff;

import java.util.List;

import org.junit.jupiter.api.Test;

import io.polyplug.codegen.diff.Difference.Kind;
import io.polyplug.codegen.diff.Difference.Party;
import io.polyplug.codegen.diff.Difference.Severity;

import static io.polyplug.codegen.diff.ApiDiffTests.between;
import static io.polyplug.codegen.diff.ApiDiffTests.only;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Records and enums, and through whom a change of theirs is felt.
 */
class TypeDiffTests {

    private static final String POINT = """
            [[types]]
            name = "Point"
            fields = [{ name = "x", type = "f32" }, { name = "y", type = "f64" }]
            """;

    private static final String SHAPE = """
            [[enum]]
            name = "Shape"
            repr = "u8"
            variants = [{ name = "Round", value = "0" }, { name = "Square", value = "1" }]
            """;

    private static final String SOLID = ", { name = \"Solid\", value = \"2\" }]";

    private static final String TAKES = contract("params = [{ name = \"it\", type = \"%s\" }]");

    private static final String RETURNS = contract("return = \"%s\"");

    private static final String HOST_TAKES = TAKES.replace("guest_", "host_").replace("demo.Use", "host.Use");

    private static final String HOST_RETURNS = RETURNS.replace("guest_", "host_").replace("demo.Use", "host.Use");

    private static final String NESTED = """
            [[types]]
            name = "Figure"
            fields = [{ name = "at", type = "Point" }, { name = "shape", type = "Shape" }]
            """;

    private static String contract(String signature) {
        return """
                [[guest_contract]]
                name = "demo.Use"
                version = "1.0.0"
                functions = [{ name = "exchange", %s }]
                """.formatted(signature);
    }

    @Test
    void removedFieldBreaksBothSides() {
        Difference difference = type(POINT, POINT.replace(", { name = \"y\", type = \"f64\" }", ""));
        assertThat(difference.kind()).isEqualTo(Kind.FIELD_REMOVED);
        assertThat(difference.isBreaking()).isTrue();
        assertThat(difference.feltBy()).containsExactly(Party.CALLERS, Party.GUESTS);
        assertThat(difference.text()).contains("Field y was removed", "4 bytes in place of 16", "demo.Use");
    }

    @Test
    void addedFieldBreaksBothSides() {
        Difference difference = type(POINT, POINT.replace("}]", "}, { name = \"z\", type = \"u8\" }]"));
        assertThat(difference.kind()).isEqualTo(Kind.FIELD_ADDED);
        assertThat(difference.isBreaking()).isTrue();
        assertThat(difference.text()).contains("24 bytes in place of 16");
    }

    @Test
    void fieldInWhatWasPaddingBreaksAsWell() {
        Difference difference = type(POINT, POINT.replace("}, {", "}, { name = \"z\", type = \"u8\" }, {"));
        assertThat(difference.kind()).isEqualTo(Kind.FIELD_ADDED);
        assertThat(difference.isBreaking()).isTrue();
        assertThat(difference.text()).contains("16 bytes as before");
    }

    @Test
    void fieldsInAnotherOrderBreak() {
        String later = POINT.replace("fields = [{ name = \"x\", type = \"f32\" }, { name = \"y\", type = \"f64\" }]",
                "fields = [{ name = \"y\", type = \"f64\" }, { name = \"x\", type = \"f32\" }]");
        assertThat(between(POINT + used("Point"), later + used("Point"))).hasSize(2)
            .allMatch((difference) -> difference.kind() == Kind.FIELD_MOVED && difference.isBreaking());
    }

    @Test
    void retypedFieldBreaks() {
        Difference difference = type(POINT, POINT.replace("f32", "u32"));
        assertThat(difference.kind()).isEqualTo(Kind.FIELD_RETYPED);
        assertThat(difference.isBreaking()).isTrue();
        assertThat(difference.text()).contains("Field x is u32 and was f32");
    }

    @Test
    void renamedFieldConcernsSourcesOnly() {
        Difference difference = type(POINT, POINT.replace("\"x\"", "\"left\""));
        assertThat(difference.kind()).isEqualTo(Kind.FIELD_RENAMED);
        assertThat(difference.severity()).isEqualTo(Severity.COMPATIBLE);
        assertThat(difference.feltBy()).containsExactly(Party.CALLERS, Party.GUESTS);
    }

    @Test
    void changeWithinAFieldIsFeltThroughTheOuterRecord() {
        String use = NESTED + SHAPE + used("Figure");
        assertThat(only(POINT + use, POINT.replace("f32", "u32") + use).isBreaking()).isTrue();
    }

    @Test
    void typeThatNobodyExchangesMayChange() {
        Difference difference = only(POINT, POINT.replace("f32", "u32"));
        assertThat(difference.kind()).isEqualTo(Kind.FIELD_RETYPED);
        assertThat(difference.severity()).isEqualTo(Severity.COMPATIBLE);
        assertThat(difference.feltBy()).isEmpty();
    }

    @Test
    void typeOfAContractWhoseMajorVersionChangedMayChange() {
        List<Difference> differences = between(POINT + used("Point"),
                POINT.replace("f32", "u32") + used("Point").replace("1.0.0", "2.0.0"));
        assertThat(differences).extracting(Difference::kind).containsExactly(Kind.MAJOR_CHANGED, Kind.FIELD_RETYPED);
        assertThat(differences).noneMatch(Difference::isBreaking);
    }

    @Test
    void renamedTypeConcernsSourcesOnly() {
        Difference difference = only(POINT + used("Point"), POINT.replace("Point", "Place") + used("Place"));
        assertThat(difference.kind()).isEqualTo(Kind.TYPE_RENAMED);
        assertThat(difference.severity()).isEqualTo(Severity.COMPATIBLE);
    }

    @Test
    void removedTypeIsToldWhereItWasUsed() {
        List<Difference> differences = between(POINT + used("Point"), used("u64"));
        assertThat(differences).extracting(Difference::kind)
            .containsExactly(Kind.PARAMETERS_CHANGED, Kind.TYPE_REMOVED);
        assertThat(differences).extracting(Difference::isBreaking).containsExactly(true, false);
    }

    @Test
    void recordThatBecameAnEnumBreaks() {
        Difference difference = type(POINT, SHAPE.replace("Shape", "Point"));
        assertThat(difference.kind()).isEqualTo(Kind.TYPE_REPLACED);
        assertThat(difference.isBreaking()).isTrue();
    }

    @Test
    void changedReprBreaks() {
        Difference difference = only(SHAPE + used("Shape"), SHAPE.replace("u8", "u32") + used("Shape"));
        assertThat(difference.kind()).isEqualTo(Kind.REPR_CHANGED);
        assertThat(difference.isBreaking()).isTrue();
        assertThat(difference.text()).contains("u32 and was u8");
    }

    @Test
    void changedBitFlagBreaks() {
        String flags = SHAPE.replace("\"0\"", "\"2\"");
        Difference difference = only(flags + used("Shape"), flags + "bitflag = true\n" + used("Shape"));
        assertThat(difference.kind()).isEqualTo(Kind.BIT_FLAG_CHANGED);
        assertThat(difference.isBreaking()).isTrue();
    }

    @Test
    void removedVariantBreaks() {
        Difference difference = only(SHAPE + used("Shape"),
                SHAPE.replace(", { name = \"Square\", value = \"1\" }", "") + used("Shape"));
        assertThat(difference.kind()).isEqualTo(Kind.VARIANT_REMOVED);
        assertThat(difference.isBreaking()).isTrue();
        assertThat(difference.text()).contains("Square = 1");
    }

    @Test
    void renumberedVariantBreaks() {
        Difference difference = only(SHAPE + used("Shape"), SHAPE.replace("\"1\"", "\"7\"") + used("Shape"));
        assertThat(difference.kind()).isEqualTo(Kind.VARIANT_RENUMBERED);
        assertThat(difference.isBreaking()).isTrue();
        assertThat(difference.text()).contains("Square is 7 and was 1");
    }

    @Test
    void renamedVariantConcernsSourcesOnly() {
        Difference difference = only(SHAPE + used("Shape"), SHAPE.replace("Square", "Edged") + used("Shape"));
        assertThat(difference.kind()).isEqualTo(Kind.VARIANT_RENAMED);
        assertThat(difference.severity()).isEqualTo(Severity.COMPATIBLE);
    }

    @Test
    void variantsInAnotherOrderAreNoDifference() {
        String later = SHAPE.replace("{ name = \"Round\", value = \"0\" }, { name = \"Square\", value = \"1\" }",
                "{ name = \"Square\", value = \"1\" }, { name = \"Round\", value = \"0\" }");
        assertThat(between(SHAPE + used("Shape"), later + used("Shape"))).isEmpty();
    }

    @Test
    void addedVariantThatGuestsReturnBreaksCallers() {
        Difference difference = addedVariant(RETURNS.formatted("Shape"), "1.1.0");
        assertThat(difference.isBreaking()).isTrue();
        assertThat(difference.feltBy()).containsExactly(Party.CALLERS);
        assertThat(difference.text()).contains("unknown value");
    }

    @Test
    void addedVariantThatCallersPassBreaksGuestsUnderTheSameMinorVersion() {
        Difference difference = addedVariant(TAKES.formatted("Shape"), "1.0.0");
        assertThat(difference.isBreaking()).isTrue();
        assertThat(difference.feltBy()).containsExactly(Party.GUESTS);
    }

    @Test
    void addedVariantThatCallersPassBreaksNobodyUnderARaisedMinorVersion() {
        assertThat(addedVariant(TAKES.formatted("Shape"), "1.1.0").severity()).isEqualTo(Severity.COMPATIBLE);
    }

    @Test
    void addedVariantOfAHostContractBreaksWhoeverIsGivenIt() {
        assertThat(addedVariant(HOST_TAKES.formatted("Shape"), "1.1.0").feltBy()).containsExactly(Party.APPLICATION);
        assertThat(addedVariant(HOST_RETURNS.formatted("Shape"), "1.1.0").feltBy()).containsExactly(Party.GUESTS);
    }

    private static Difference addedVariant(String use, String version) {
        List<Difference> differences = between(SHAPE + use,
                SHAPE.replace("}]", "}" + SOLID) + use.replace("1.0.0", version));
        return differences.stream()
            .filter((difference) -> difference.kind() == Kind.VARIANT_ADDED)
            .findFirst()
            .orElseThrow();
    }

    private static Difference type(String before, String after) {
        return only(before + used("Point"), after + used("Point"));
    }

    private static String used(String type) {
        return TAKES.formatted(type);
    }

}
