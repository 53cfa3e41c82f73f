package io.polyplug.codegen.api;

import java.util.List;

import io.polyplug.codegen.toml.ApiFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * The layouts that docs/abi.md works out, which upstream's compilers agree on.
 */
class LayoutTests {

    private static final Api API = ApiFile.parse("api.toml", """
            [[types]]
            name = "Point"
            fields = [{ name = "x", type = "f32" }, { name = "y", type = "f64" }]

            [[types]]
            name = "Line"
            fields = [{ name = "a", type = "Point" }, { name = "k", type = "Kind" }, { name = "b", type = "Point" }]

            [[types]]
            name = "Mixed"
            fields = [
              { name = "a", type = "u8" }, { name = "b", type = "bool" }, { name = "c", type = "u16" },
              { name = "d", type = "i64" }, { name = "e", type = "StringView" }, { name = "f", type = "Point" },
              { name = "g", type = "Mode" }, { name = "h", type = "Buffer" }, { name = "i", type = "Ptr" },
            ]

            [[enum]]
            name = "Mode"
            repr = "u8"
            variants = [{ name = "On", value = "1" }]

            [[enum]]
            name = "Kind"
            repr = "u16"
            variants = [{ name = "Thin", value = "1" }]

            [[enum]]
            name = "Flags"
            repr = "u32"
            bitflag = true
            variants = [{ name = "Fast", value = "1" }]

            [[enum]]
            name = "Star"
            repr = "u64"
            variants = [{ name = "Sun", value = "1" }]

            [[plugin_contract]]
            name = "demo.Layouts"
            version = "1.0.0"
            functions = [
              { name = "nothing" },
              { name = "add", params = [{ name = "a", type = "u32" }, { name = "b", type = "u32" }], return = "u32" },
              { name = "one", params = [{ name = "v", type = "u32" }] },
              { name = "echo", params = [{ name = "s", type = "StringView" }], return = "StringView" },
              { name = "cat", params = [
                { name = "s", type = "StringView" }, { name = "n", type = "u8" }, { name = "t", type = "StringView" },
              ], return = "Buffer" },
              { name = "log", params = [{ name = "level", type = "u32" }, { name = "message", type = "StringView" }] },
              { name = "modes", params = [{ name = "m", type = "Mode" }, { name = "f", type = "Flags" }] },
              { name = "prims", params = [
                { name = "a", type = "u8" }, { name = "b", type = "i8" }, { name = "c", type = "u16" },
                { name = "d", type = "i16" }, { name = "e", type = "u32" }, { name = "f", type = "i32" },
                { name = "g", type = "u64" }, { name = "h", type = "i64" }, { name = "i", type = "f32" },
                { name = "j", type = "f64" }, { name = "k", type = "bool" }, { name = "l", type = "Ptr" },
              ] },
              { name = "multi", params = [
                { name = "p", type = "Point" }, { name = "n", type = "u8" }, { name = "l", type = "Line" },
                { name = "k", type = "Kind" }, { name = "b", type = "Buffer" },
              ] },
              { name = "rec", params = [{ name = "m", type = "Mixed" }], return = "Mixed" },
            ]
            """, (warning) -> {
    });

    @ParameterizedTest
    @CsvSource(delimiter = ';',
            value = { "nothing; 0; 1; []", "add; 8; 4; [0, 4]", "one; 4; 4; [0]", "echo; 16; 8; [0]",
                    "cat; 40; 8; [0, 16, 24]", "log; 24; 8; [0, 8]", "modes; 8; 4; [0, 4]",
                    "prims; 64; 8; [0, 1, 2, 4, 8, 12, 16, 24, 32, 40, 48, 56]", "multi; 96; 8; [0, 16, 24, 64, 72]",
                    "rec; 88; 8; [0]" })
    void parametersLieOneBehindTheOther(String function, int size, int alignment, String offsets) {
        Layout layout = Layout.of(API, function(function).parameters());
        assertThat(layout.size()).isEqualTo(size);
        assertThat(layout.alignment()).isEqualTo(alignment);
        assertThat(layout.offsets()).hasToString(offsets);
    }

    @ParameterizedTest
    @CsvSource({ "add, 4", "echo, 16", "cat, 24", "rec, 88" })
    void resultHasTheSizeOfItsType(String function, int size) {
        assertThat(Layout.of(API, function(function).result().orElseThrow()).size()).isEqualTo(size);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';',
            value = { "Point; 16; 8; [0, 8]", "Line; 40; 8; [0, 16, 24]",
                    "Mixed; 88; 8; [0, 1, 2, 8, 16, 32, 48, 56, 80]", "Mode; 1; 1; [0]", "Kind; 2; 2; [0]",
                    "Flags; 4; 4; [0]", "Star; 8; 8; [0]" })
    void declaredTypeHasTheLayoutOfItsParts(String name, int size, int alignment, String offsets) {
        Layout layout = Layout.of(API, new Reference(name));
        assertThat(layout).isEqualTo(new Layout(size, alignment, layout.offsets()));
        assertThat(layout.offsets()).hasToString(offsets);
    }

    @Test
    void typeThatIsNotDeclaredHasNoLayout() {
        assertThatIllegalArgumentException()
            .isThrownBy(() -> Layout.of(API,
                    List.of(new Field("x", new Reference("Ghost"), "", new Position("api.toml", 1, 1)))))
            .withMessage("The api declares no type Ghost");
    }

    private static Function function(String name) {
        return API.contract("demo.Layouts")
            .orElseThrow()
            .functions()
            .stream()
            .filter((function) -> function.name().equals(name))
            .findFirst()
            .orElseThrow();
    }

}
