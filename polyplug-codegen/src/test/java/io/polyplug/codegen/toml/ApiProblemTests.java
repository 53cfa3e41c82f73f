package io.polyplug.codegen.toml;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import io.polyplug.codegen.api.ApiException;
import io.polyplug.codegen.api.Problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Each problem that an {@code api.toml} can have, where it is told, and how. A ▸ marks
 * the place.
 */
class ApiProblemTests {

    @ParameterizedTest
    @MethodSource({ "toml", "keys", "valueTypes", "names", "reserved", "duplicates", "types", "recursion", "enums",
            "expressions", "contracts", "versions" })
    void problemIsToldWithPlaceAndCure(Row row) {
        Marked marked = Marked.of(row.toml);
        assertThat(problems(marked.text())).containsExactlyElementsOf(marked.expected(row.messages));
    }

    static Stream<Row> toml() {
        String correct = ". Correct the text; what it says is judged once it is TOML.";
        return Stream.of(
                row("▸", "The file declares nothing. Possible are [[types]], [[enum]], [[plugin_contract]], "
                        + "[[guest_contract]], [[host_contract]]."),
                row("▸\n# only a comment\n",
                        "The file declares nothing. Possible are [[types]], [[enum]], "
                                + "[[plugin_contract]], [[guest_contract]], [[host_contract]]."),
                row("▸types = []\n",
                        "The file declares nothing. Possible are [[types]], [[enum]], "
                                + "[[plugin_contract]], [[guest_contract]], [[host_contract]]."),
                row("[[types▸]\nname = 1\n", "This is not TOML: Unexpected ']', expected ]] or ." + correct),
                row("[[types]]\nname =▸\nfields = 1\n",
                        "This is not TOML: Unexpected end of line, expected a value" + correct),
                row("[[types]]\nname = \"A\"\nfields = [{ name = \"x\" ▸type = \"u8\" }]\n",
                        "This is not TOML: Unexpected 'type', expected }, a comma, or a newline" + correct),
                // What the missing comma makes the parser say of the last line is not
                // told.
                row("[[types]]\nfields = [\n  { name = \"x\" }\n  ▸{ name = \"y\" }\n]\n[[enum]]\nname ▸: 1\n",
                        "This is not TOML: Unexpected '{', expected ], a comma, or a newline" + correct,
                        "This is not TOML: Unexpected ':', expected . or =" + correct),
                row("[[types]]\nname = \"A\"\n▸name = \"B\"\n[[types]]\nname = \"C\"\n▸name = \"D\"\n",
                        "'name' is defined twice: first at api.toml:2:1. Remove one of them.",
                        "'name' is defined twice: first at api.toml:5:1. Remove one of them."),
                row("[[types]]\nfields = [{ name = \"x\", ▸name = \"y\" }]\n",
                        "'name' is defined twice: first at api.toml:2:13. Remove one of them."),
                row("types = [{ name = \"A\" }]\n▸[[types]]\n",
                        "'types' is defined twice: first at api.toml:1:1. Remove one of them."),
                row("[types]\nname = \"A\"\n▸[[types]]\n",
                        "'types' is defined twice: first at api.toml:1:1. Remove one of them."),
                row("[[enum]]\nvariants = [{ name = \"A\", value = ▸18446744073709551615 }]\n",
                        "This is not TOML: Integer is too large. Write values of enums as strings, such as "
                                + "value = \"0xFFFFFFFFFFFFFFFF\"."));
    }

    static Stream<Row> keys() {
        return Stream.of(
                row("▸[[plugin_contracts]]\nname = \"a.B\"\nversion = \"1\"\n",
                        "There is no table 'plugin_contracts'. Write [[plugin_contract]]."),
                row("▸[[contracts]]\nname = \"a.B\"\nversion = \"1\"\n",
                        "There is no table 'contracts'. Write [[plugin_contract]]."),
                row("▸[[geust_contract]]\nname = \"a.B\"\nversion = \"1\"\n",
                        "There is no table 'geust_contract'. Write [[guest_contract]]."),
                row("▸[[enums]]\nname = \"A\"\nrepr = \"u8\"\nvariants = [{ name = \"B\", value = \"1\" }]\n",
                        "There is no table 'enums'. Write [[enum]]."),
                // The type is known all the same, and its own problems are told.
                row("▸[[type]]\nname = \"A\"\nfields = [{ name = \"x\", type = ▸\"u9\" }]\n"
                        + function("params = [{ name = \"p\", type = \"A\" }]"),
                        "There is no table 'type'. Write [[types]].",
                        "Field 'x' of type 'A' has the unknown type 'u9'. Write u8."),
                row("▸[[structs]]\nname = \"A\"\nfields = [{ name = \"x\", type = \"u8\" }]\n",
                        "There is no table 'structs'. Write [[types]]."),
                row("▸author = 1\n" + contract(""),
                        "There is no table 'author'. Possible are [[types]], [[enum]], "
                                + "[[plugin_contract]], [[guest_contract]], [[host_contract]]."),
                row("[[types]]\n▸nmae = \"A\"\n▸feilds = [{ name = \"x\", ▸typ = \"u8\" }]\n",
                        "There is no key 'nmae' in a type. Write 'name'.",
                        "There is no key 'feilds' in a type. Write 'fields'.",
                        "There is no key 'typ' in field 'x' of a type. Write 'type'."),
                row("[[types]]\nname = \"A\"\n▸packed = true\nfields = [{ name = \"x\", type = \"u8\", ▸\"bit width\" = 3 }]\n",
                        "There is no key 'packed' in type 'A'. Possible are name, fields, docs.",
                        "There is no key 'bit width' in field 'x' of type 'A'. Possible are name, type, docs."),
                row("[[enum]]\nname = \"A\"\nrepr = \"u8\"\n▸bitflags = true\n"
                        + "variants = [{ name = \"B\", ▸values = \"1\" }]\n",
                        "There is no key 'bitflags' in enum 'A'. Write 'bitflag'.",
                        "There is no key 'values' in variant 'B' of enum 'A'. Write 'value'."),
                row(function("params = [], ▸returns = \"u8\""),
                        "There is no key 'returns' in function 'f' of contract 'a.B'. Write 'return'."),
                row(function("▸parameters = [{ name = \"p\", type = ▸\"u9\" }]"),
                        "There is no key 'parameters' in function 'f' of contract 'a.B'. Write 'params'.",
                        "Parameter 'p' of function 'f' of contract 'a.B' has the unknown type 'u9'. Write u8."),
                row(function("return = \"u8\", ▸returns = \"u8\""),
                        "There is no key 'returns' in function 'f' of contract 'a.B'. Write 'return'."),
                row("[[host_contract]]\nname = \"host.B\"\nversion = \"1\"\n"
                        + "functions = [{ name = \"f\", ▸side_effect_free = true }]\n",
                        "There is no key 'side_effect_free' in function 'f' of host contract 'host.B'. "
                                + "Possible are name, params, return, docs."),
                row(function("side_effect_free = ▸\"true\""),
                        "'side_effect_free' is a string, and has to be true or false. Write side_effect_free = true."),
                row(contract("▸singleton = true\n"),
                        "There is no key 'singleton' in contract 'a.B'. "
                                + "Possible are name, version, functions, docs."),
                row("[[host_contract]]\nname = \"host.B\"\nversion = \"1\"\n▸singelton = true\n",
                        "There is no key 'singelton' in host contract 'host.B'. Write 'singleton'."),
                row("▸[[types]]\nfields = [▸{ type = \"u8\" }, ▸{ name = \"x\" }]\n",
                        "A type has no 'name'. Add name = \"...\".",
                        "A field of a type has no 'name'. Add name = \"...\".",
                        "Field 'x' of a type has no 'type'. Add type = \"...\"."),
                row("▸[[enum]]\nname = \"A\"\nvariants = [▸{ name = \"B\" }, ▸{ value = \"1\" }]\n",
                        "Enum 'A' has no 'repr'. Add repr = \"...\".",
                        "Variant 'B' of enum 'A' has no 'value'. Add value = \"...\".",
                        "A variant of enum 'A' has no 'name'. Add name = \"...\"."),
                row("▸[[plugin_contract]]\nname = \"a.B\"\nfunctions = [▸{}]\n  ▸[[host_contract]]\nversion = \"1\"\n",
                        "Contract 'a.B' has no 'version'. Add version = \"...\".",
                        "A function of contract 'a.B' has no 'name'. Add name = \"...\".",
                        "A host contract has no 'name'. Add name = \"...\"."),
                row("▸[[enum]]\nrepr = \"u8\"\nvariants = [{ name = \"B\", value = \"1\" }]\n",
                        "An enum has no 'name'. Add name = \"...\"."));
    }

    static Stream<Row> valueTypes() {
        return Stream.of(
                row("[[enum]]\nname = \"A\"\nrepr = \"u8\"\nvariants = [{ name = \"B\", value = ▸1 }]\n",
                        "'value' is a number, and has to be a string. Write value = \"1\"."),
                row("[[enum]]\nname = \"A\"\nrepr = ▸8\nbitflag = ▸\"true\"\nvariants = [{ name = \"B\", value = \"1\" }]\n",
                        "'repr' is a number, and has to be a string. Write repr = \"8\".",
                        "'bitflag' is a string, and has to be true or false. Write bitflag = true."),
                row("[[plugin_contract]]\nname = ▸[\"a.B\"]\nversion = ▸1.0\nfunctions = ▸\"f\"\n",
                        "'name' is a list, and has to be a string. Write a string.",
                        "'version' is a number, and has to be a string. Write version = \"1.0\".",
                        "'functions' is a string, and has to be a list of tables. Write functions = [{ name = \"ping\", "
                                + "params = [], return = \"u32\" }]."),
                row("[[host_contract]]\nname = \"host.B\"\nversion = \"1\"\nsingleton = ▸1\ndocs = ▸1979-05-27\n",
                        "'singleton' is a number, and has to be true or false. Write singleton = true or "
                                + "singleton = false.",
                        "'docs' is a date or time, and has to be a string. Write a string."),
                row(function("return = ▸true, params = [{ name = \"p\", type = ▸{ x = 1 } }]"),
                        "'return' is true or false, and has to be a string. Write return = \"true\".",
                        "'type' is a table, and has to be a string. Write a string."),
                row("[[types]]\nname = \"A\"\nfields = [▸\"x\", ▸[1]]\n",
                        "An element of 'fields' is a string, and has to be a table. Write { name = \"size\", type = \"u32\" }.",
                        "An element of 'fields' is a list, and has to be a table. Write { name = \"size\", type = \"u32\" }."),
                row("[[types]]\nname = \"A\"\n\"fields\"\t=  ▸{ name = \"x\", type = ▸\"u9\" }\n",
                        "'fields' is one table, and has to be a list of tables. Put it into [ ].",
                        "Field 'x' of type 'A' has the unknown type 'u9'. Write u8."),
                row("▸[types]\nname = \"A\"\nfields = [{ name = \"x\", type = \"u8\" }]\n",
                        "'types' is one table, and has to be a list of tables. Write [[types]]."),
                row("▸[types.Point]\nfields = []\n",
                        "'types' is one table, and has to be a list of tables. Write [[types]]."),
                row(contract("") + "▸[plugin_contract.functions]\nname = \"f\"\n",
                        "'functions' is one table, and has to be a list of tables. Write [[ ]] around its name."),
                row("types = ▸1\nenum = [▸2]\n",
                        "'types' is a number, and has to be a list of tables. Write types = [{ name = \"size\", "
                                + "type = \"u32\" }].",
                        "An element of 'enum' is a number, and has to be a table. Write { name = \"size\", "
                                + "type = \"u32\" }."));
    }

    static Stream<Row> names() {
        String cure = " has a name that is no identifier. Use letters from A to Z, digits and _, and no digit at the begin.";
        return Stream.of(
                row("[[types]]\nname = \"Po▸-int\"\nfields = [{ name = \"x▸ 1\", type = \"u8\" }]\n",
                        "Type 'Po-int'" + cure, "Field 'x 1' of type 'Po-int'" + cure),
                row("[[types]]\nname = \"▸\"\nfields = [{ name = \"gr▸öße\", type = \"u8\" }]\n", "Type ''" + cure,
                        "Field 'größe' of type ''" + cure),
                row("[[enum]]\nname = \"▸1A\"\nrepr = \"u8\"\nvariants = [{ name = \"B▸.C\", value = \"1\" }]\n",
                        "Enum '1A'" + cure, "Variant 'B.C' of enum '1A'" + cure),
                // The place inside of a text with escapes is not known.
                row("[[types]]\nname = ▸\"A\\u002DB\"\nfields = [{ name = \"x\", type = \"u8\" }]\n",
                        "Type 'A-B'" + cure),
                row("[[plugin_contract]]\nname = \"a.▸.B\"\nversion = \"1\"\n", "Contract 'a..B'" + cure),
                row("[[plugin_contract]]\nname = 'a.B▸-C'\nversion = \"1\"\nfunctions = [{ name = \"f▸!\" }]\n",
                        "Contract 'a.B-C'" + cure, "Function 'f!' of contract 'a.B-C'" + cure),
                // A problem is one line, and does not steer the terminal.
                row("[[types]]\nname = ▸\"A\\n\\u001B[31m\"\nfields = [{ name = \"x\", type = \"u8\" }]\n",
                        "Type 'A\uFFFD\uFFFD[31m'" + cure),
                row("[[host_contract]]\nname = \"host.▸\"\nversion = \"1\"\n", "Host contract 'host.'" + cure),
                row(function("params = [{ name = \"▸\", type = \"u8\" }]"),
                        "Parameter '' of function 'f' of contract 'a.B'" + cure));
    }

    static Stream<Row> reserved() {
        return Stream.of(reserved("fn", "Rust"), reserved("co_await", "C++"), reserved("stackalloc", "C#"),
                reserved("None", "Python"), reserved("elseif", "Lua"), reserved("debugger", "JavaScript"),
                reserved("synchronized", "Java"), reserved("strictfp", "Java"), reserved("transient", "Java"),
                reserved("_", "Rust, Java"), reserved("polyplug_init", "polyplug"), reserved("polyplug_x", "polyplug"),
                reserved("_polyplugin", "polyplug"), reserved("native", "Java"),
                reserved("true", "Rust, C++, C#, Lua, JavaScript, Java"), reserved("null", "C#, JavaScript, Java"),
                reserved("class", "C++, C#, Python, JavaScript, Java"),
                reserved("while", "Rust, C++, C#, Python, Lua, JavaScript, Java"),
                row("[[types]]\nname = \"▸Self\"\nfields = [{ name = \"▸self\", type = \"u8\" }]\n",
                        "Type 'Self' has a name that cannot be used: 'Self' is reserved in Rust. Choose another name.",
                        "Field 'self' of type 'Self' has a name that cannot be used: 'self' is reserved in Rust. "
                                + "Choose another name."),
                row("[[enum]]\nname = \"▸union\"\nrepr = \"u8\"\nvariants = [{ name = \"▸None\", value = \"1\" }]\n",
                        "Enum 'union' has a name that cannot be used: 'union' is reserved in C++. Choose another name.",
                        "Variant 'None' of enum 'union' has a name that cannot be used: 'None' is reserved in Python. "
                                + "Choose another name."),
                row("[[plugin_contract]]\nname = \"a.▸end.▸default\"\nversion = \"1\"\n",
                        "Contract 'a.end.default' has a name that cannot be used: 'end' is reserved in Lua. "
                                + "Choose another name.",
                        "Contract 'a.end.default' has a name that cannot be used: 'default' is reserved in C++, C#, "
                                + "JavaScript, Java. Choose another name."),
                row("[[plugin_contract]]\nname = \"a.B\"\nversion = \"1\"\nfunctions = [{ name = \"▸delete\" }]\n",
                        "Function 'delete' of contract 'a.B' has a name that cannot be used: 'delete' is reserved in C++, "
                                + "JavaScript. Choose another name."));
    }

    private static Row reserved(String word, String languages) {
        return row(function("params = [{ name = \"▸" + word + "\", type = \"u8\" }]"),
                "Parameter '" + word + "' of function 'f' of contract 'a.B' has a name that cannot be used: '" + word
                        + "' is reserved in " + languages + ". Choose another name.");
    }

    static Stream<Row> duplicates() {
        String cure = ". Rename or remove one of them.";
        return Stream.of(
                row(type("A") + "[[types]]\nname = ▸\"A\"\nfields = [{ name = \"y\", type = \"u8\" }]\n",
                        "Type 'A' is declared twice: first at api.toml:2:8" + cure),
                row("[[enum]]\nname = \"A\"\nrepr = \"u8\"\nvariants = [{ name = \"B\", value = \"1\" }]\n"
                        + "[[types]]\nname = ▸\"A\"\nfields = [{ name = \"y\", type = \"u8\" }]\n",
                        "Type 'A' is declared twice: first at api.toml:2:8" + cure),
                row("[[types]]\nname = \"A\"\nfields = [{ name = \"x\", type = \"u8\" }, { name = ▸\"x\", type = \"u8\" }]\n",
                        "Field 'x' of type 'A' is declared twice: first at api.toml:3:20" + cure),
                // Its value is not compared with that of the first.
                row("[[enum]]\nname = \"A\"\nrepr = \"u8\"\n"
                        + "variants = [{ name = \"B\", value = \"1\" }, { name = ▸\"B\", value = \"1\" }]\n",
                        "Variant 'B' of enum 'A' is declared twice: first at api.toml:4:22" + cure),
                row(contract("functions = [{ name = \"f\" }, { name = \"g\" }, { name = ▸\"f\" }]\n"),
                        "Function 'f' of contract 'a.B' is declared twice: first at api.toml:4:23" + cure),
                row(function("params = [{ name = \"p\", type = \"u8\" }, { name = ▸\"p\", type = \"u8\" }]"),
                        "Parameter 'p' of function 'f' of contract 'a.B' is declared twice: first at api.toml:4:47"
                                + cure),
                row(contract("") + "[[guest_contract]]\nname = ▸\"a.B\"\nversion = \"2.0.0\"\n",
                        "Contract 'a.B' is declared twice: first at api.toml:2:8" + cure),
                row("[[host_contract]]\nname = \"host.B\"\nversion = \"1\"\n"
                        + "[[host_contract]]\nname = ▸\"host.B\"\nversion = \"2\"\n",
                        "Host contract 'host.B' is declared twice: first at api.toml:2:8" + cure),
                row(contract("") + "[[host_contract]]\nname = ▸▸\"a.B\"\nversion = \"1\"\n",
                        "Host contract 'a.B' is declared twice: first at api.toml:2:8" + cure,
                        "Host contract 'a.B' has a name that does not begin with 'host.'. Write \"host.a.B\"."));
    }

    static Stream<Row> types() {
        String builtIn = "u8, i8, u16, i16, u32, i32, u64, i64, f32, f64, bool, Ptr, StringView, Buffer";
        String lists = ": ABI 0.1.3 has no lists, and no types of types. Pass a Ptr and a count, a Buffer, or a "
                + "StringView with separators.";
        String parameter = "Parameter 'p' of function 'f' of contract 'a.B' has the ";
        return Stream.of(
                row(type("Point") + function("params = [{ name = \"p\", type = ▸\"Pint\" }], return = ▸\"point\""),
                        parameter + "unknown type 'Pint'. Write Point.",
                        "Function 'f' of contract 'a.B' returns the unknown type 'point'. Write Point."),
                row("[[types]]\nname = \"A\"\nfields = [{ name = \"x\", type = ▸\"Gremlin\" }]\n",
                        "Field 'x' of type 'A' has the unknown type 'Gremlin'. Declare it with [[types]] or [[enum]], "
                                + "or use one of " + builtIn + "."),
                row(function("params = [{ name = \"p\", type = ▸\"String\" }], return = ▸\"usize\""),
                        parameter + "unknown type 'String'. Write StringView.",
                        "Function 'f' of contract 'a.B' returns the unknown type 'usize'. Write u64."),
                row(function("params = [{ name = \"p\", type = ▸\"\" }], return = ▸\"x\""),
                        parameter + "unknown type ''. Declare it with [[types]] or [[enum]], or use one of " + builtIn
                                + ".",
                        "Function 'f' of contract 'a.B' returns the unknown type 'x'. Declare it with [[types]] or "
                                + "[[enum]], or use one of " + builtIn + "."),
                row(function("params = [{ name = \"p\", type = ▸\"Array<u8>\" }], return = ▸\"u8[]\""),
                        parameter + "type 'Array<u8>'" + lists,
                        "Function 'f' of contract 'a.B' returns the type 'u8[]'" + lists),
                row("[[types]]\nname = \"A\"\nfields = [{ name = \"x\", type = ▸\"Option<Array<u8>>\" }]\n",
                        "Field 'x' of type 'A' has the type 'Option<Array<u8>>'" + lists),
                row(function("params = [{ name = \"p\", type = ▸\"Void\" }]"),
                        parameter + "type 'Void', of which there are no values. Remove it, or choose another type."),
                row("[[types]]\nname = \"A\"\nfields = [{ name = \"x\", type = ▸\"void\" }]\n",
                        "Field 'x' of type 'A' has the type 'void', of which there are no values. Remove it, or choose "
                                + "another type."),
                row("[[types]]\nname = ▸\"u8\"\nfields = [{ name = \"x\", type = \"u16\" }]\n",
                        "Type 'u8' has the name of a type that the ABI has. Choose another name."),
                row("[[enum]]\nname = ▸\"bool\"\nrepr = \"u8\"\nvariants = [{ name = \"B\", value = \"1\" }]\n",
                        "Enum 'bool' has the name of a type that the ABI has. Choose another name."),
                row("[[types]]\nname = ▸\"ptr\"\nfields = [{ name = \"x\", type = \"u16\" }]\n"
                        + "[[types]]\nname = ▸\"Void\"\nfields = [{ name = \"x\", type = \"u16\" }]\n",
                        "Type 'ptr' has the name of a type that the ABI has. Choose another name.",
                        "Type 'Void' has the name of a type that the ABI has. Choose another name."),
                row("[[types]]\nname = ▸\"A\"\n[[types]]\nname = ▸\"B\"\nfields = []\n",
                        "Type 'A' has no fields: languages disagree about its size. Add fields = [{ name = \"size\", "
                                + "type = \"u32\" }].",
                        "Type 'B' has no fields: languages disagree about its size. Add fields = [{ name = \"size\", "
                                + "type = \"u32\" }]."));
    }

    static Stream<Row> recursion() {
        String cure = ". Pass a Ptr or a number in place of one of them.";
        return Stream.of(row(
                "[[types]]\nname = \"A\"\nfields = [{ name = ▸\"a\", type = \"A\" }, { name = ▸\"b\", type = \"A\" }]\n",
                "Type 'A' contains itself: A.a is A" + cure, "Type 'A' contains itself: A.b is A" + cure), row("""
                        types = [
                          { name = "Leaf", fields = [{ name = "x", type = "u8" }] },
                          { name = "A", fields = [{ name = "x", type = "Leaf" }, { name = ▸"b", type = "B" }] },
                          { name = "B", fields = [{ name = "x", type = "Leaf" }, { name = "c", type = "C" }] },
                          { name = "C", fields = [{ name = "l", type = "Leaf" }, { name = "a", type = "A" }] },
                          { name = "Outside", fields = [{ name = "a", type = "A" }] },
                        ]
                        """, "Type 'A' contains itself: A.b is B, B.c is C, C.a is A" + cure));
    }

    static Stream<Row> enums() {
        return Stream.of(
                row("[[enum]]\nname = ▸\"A\"\nrepr = \"u8\"\n[[enum]]\nname = ▸\"B\"\nrepr = \"u8\"\nvariants = []\n",
                        "Enum 'A' has no variants. Add variants = [{ name = \"First\", value = \"1\" }].",
                        "Enum 'B' has no variants. Add variants = [{ name = \"First\", value = \"1\" }]."),
                row("[[enum]]\nname = \"A\"\nrepr = ▸\"i32\"\nvariants = [{ name = \"B\", "
                        + "value = \"0xFFFFFFFFFFFFFFFF\" }]\n",
                        "Enum 'A' has the unknown representation 'i32'. Write u32."),
                row("[[enum]]\nname = \"A\"\nrepr = ▸\"byte\"\nvariants = [{ name = \"B\", value = \"1\" }]\n",
                        "Enum 'A' has the unknown representation 'byte'. Write u8."),
                row("[[enum]]\nname = \"A\"\nrepr = ▸\"unsigned\"\nvariants = [{ name = \"B\", value = \"1\" }]\n",
                        "Enum 'A' has the unknown representation 'unsigned'. Write one of u8, u16, u32, u64."),
                row("[[enum]]\nname = \"A\"\nrepr = \"u8\"\nvariants = [{ name = \"B\", value = ▸\"256\" }, "
                        + "{ name = \"C\", value = \"B\" }, { name = \"D\", value = ▸\"0x10000\" }]\n",
                        "Variant 'B' of enum 'A' is 256, and u8 ends at 255. Write a smaller value, or repr = \"u16\".",
                        "Variant 'D' of enum 'A' is 65536, and u8 ends at 255. Write a smaller value, or repr = \"u32\"."),
                row("[[enum]]\nname = \"A\"\nrepr = \"u32\"\nvariants = [{ name = \"B\", value = ▸\"0xFFFFFFFFFFFFFFFF\" }]\n",
                        "Variant 'B' of enum 'A' is 18446744073709551615, and u32 ends at 4294967295. Write a smaller "
                                + "value, or repr = \"u64\"."),
                row("[[enum]]\nname = \"A\"\nrepr = \"u16\"\nbitflag = true\n"
                        + "variants = [{ name = \"B\", value = \"1 << 15\" }, { name = \"C\", value = ▸\"1 << 16\" }]\n",
                        "Variant 'C' of enum 'A' has bit 16, and u16 has 16 bits. Write a smaller value, or repr = \"u32\"."),
                row("[[enum]]\nname = \"A\"\nrepr = \"u8\"\n"
                        + "variants = [{ name = \"B\", value = \"2\" }, { name = \"C\", value = ▸\"1 << 1\" }]\n",
                        "Variant 'C' of enum 'A' has the value 2, which 'B' has already. Give each variant a value of its "
                                + "own."));
    }

    static Stream<Row> expressions() {
        String allowed = ". Use numbers, names of earlier variants, |, <<, ~ and parentheses.";
        String numbers = ". Write a decimal number, 0x and hexadecimal digits, or 0b and binary digits.";
        return Stream.of(expression("▸", "is empty. Write a number, such as \"1\"."),
                expression("1 ▸+ 2", "has '+' where it cannot be" + allowed),
                expression("▸-1", "has '-' where it cannot be" + allowed),
                expression("1 ▸< 2", "has '<' where it cannot be" + allowed),
                expression("1 ▸2", "has '2' where it cannot be" + allowed),
                expression("1 |▸", "ends too early" + allowed), expression("(1▸", "ends too early" + allowed),
                expression("1▸)", "has ')' where it cannot be" + allowed),
                expression("(▸)", "has ')' where it cannot be" + allowed),
                expression("1 | ▸😀", "has '😀' where it cannot be" + allowed),
                expression("1 | ▸é", "has 'é' where it cannot be" + allowed),
                expression("▸1_000", "has '1_000', which is no number. Write 1000."),
                expression("▸0XFf", "has '0XFf', which is no number. Write 0xff."),
                expression("▸017", "has '017', which is no number. Write 17."),
                expression("▸0o17", "has '0o17', which is no number" + numbers),
                expression("▸0x", "has '0x', which is no number" + numbers),
                expression("▸0b12", "has '0b12', which is no number" + numbers),
                expression("▸12ab", "has '12ab', which is no number" + numbers),
                expression("1 | ▸18446744073709551616", "has more than 64 bits. Write at most 0xFFFFFFFFFFFFFFFF."),
                expression("▸0x10000000000000000", "has more than 64 bits. Write at most 0xFFFFFFFFFFFFFFFF."),
                expression("1 ▸<< 64", "has more than 64 bits. Shift by less."),
                expression("1 << 2 ▸<< 62", "has more than 64 bits. Shift by less."),
                expression("~".repeat(100) + "▸1", "is nested too deep. Write it without so many ~ and parentheses."),
                expression("(".repeat(100) + "▸" + "(".repeat(100_000),
                        "is nested too deep. Write it without so many ~ and parentheses."),
                expression("1 | ▸Later",
                        "names 'Later', which is not declared before it. Declare 'Later' further up, or "
                                + "write its number."),
                expression("▸Value",
                        "names 'Value', which is not declared before it. Declare 'Value' further up, or write "
                                + "its number."),
                expression("~▸Frist", "names 'Frist', which is no variant of the enum. Write First."),
                expression("▸Elsewhere",
                        "names 'Elsewhere', which is no variant of the enum. Write a number, or the name "
                                + "of an earlier variant."),
                expression("First | ▸Chain",
                        "names 'Chain', whose own value names a variant. Write out what 'Chain' is " + "made of."),
                // What names a broken one is not told a second time.
                row("""
                        [[enum]]
                        name = "E"
                        repr = "u8"
                        variants = [{ name = "A", value = "1 ▸$" }, { name = "B", value = "A" }, { name = "C", value = "0" }]
                        """,
                        "The value of variant 'A' of enum 'E' has '$' where it cannot be" + allowed),
                // Places inside of a text with escapes, or of several lines, are not
                // known.
                row("[[enum]]\nname = \"E\"\nrepr = \"u8\"\nvariants = [{ name = \"A\", value = ▸\"\\u0031 $\" }]\n",
                        "The value of variant 'A' of enum 'E' has '$' where it cannot be" + allowed),
                row("[[enum]]\nname = \"E\"\nrepr = \"u8\"\nvariants = [{ name = \"A\", value = ▸\"\"\"\n1 $\"\"\" }]\n",
                        "The value of variant 'A' of enum 'E' has '$' where it cannot be" + allowed),
                row("[[enum]]\nname = \"E\"\nrepr = \"u8\"\nvariants = [{ name = \"A\", value = '1 ▸$\\' }]\n",
                        "The value of variant 'A' of enum 'E' has '$' where it cannot be" + allowed));
    }

    private static Row expression(String value, String message) {
        return row("""
                [[enum]]
                name = "E"
                repr = "u64"
                bitflag = true
                variants = [
                  { name = "First", value = "1" },
                  { name = "Chain", value = "First | 2" },
                  { name = "Value", value = "VALUE" },
                  { name = "Later", value = "8" },
                ]
                """.replace("VALUE", value), "The value of variant 'Value' of enum 'E' " + message);
    }

    static Stream<Row> contracts() {
        return Stream.of(row("[[host_contract]]\nname = ▸\"demo.Desk\"\nversion = \"1\"\n",
                "Host contract 'demo.Desk' has a name that does not begin with 'host.'. Write \"host.demo.Desk\"."),
                row("[[plugin_contract]]\nname = ▸\"host.Desk\"\nversion = \"1\"\n",
                        "Contract 'host.Desk' has a name that begins with 'host.', as those of hosts do. Write "
                                + "[[host_contract]], or choose another name."),
                row("[[host_contract]]\nname = ▸\"host\"\nversion = \"1\"\n",
                        "Host contract 'host' has a name that does not begin with 'host.'. Write \"host.host\"."));
    }

    static Stream<Row> versions() {
        String cure = "is no number. Write one to three numbers with dots between, such as 1.2.3.";
        String most = ", and at most 65535 is possible. Write a smaller number.";
        return Stream.of(version("▸", "The major part of version '' " + cure),
                version("▸one", "The major part of version 'one' " + cure),
                version("1.▸x.0", "The minor part of version '1.x.0' " + cure),
                version("1.2.▸", "The patch part of version '1.2.' " + cure),
                version("▸-1", "The major part of version '-1' " + cure),
                version("▸+1", "The major part of version '+1' " + cure),
                version("1.▸65536", "The minor part of version '1.65536' is 65536" + most),
                version("1.0.▸70000", "The patch part of version '1.0.70000' is 70000" + most),
                version("▸4294967296.0",
                        "The major part of version '4294967296.0' is 4294967296, and at most 4294967295 "
                                + "is possible. Write a smaller number."),
                row(contract("").replace("\"1\"", "\"▸a.▸b\""), "The major part of version 'a.b' " + cure,
                        "The minor part of version 'a.b' " + cure));
    }

    private static Row version(String version, String message) {
        return row("[[plugin_contract]]\nname = \"a.B\"\nversion = \"" + version + "\"\n", message);
    }

    @Test
    void placesAreRightBehindTabsAndCharactersOfSeveralBytes() {
        assertThat(problems(
                "[[types]]\r\n\tname = \"A\"\r\n\tfields = [ { name = \"x\", docs = \"é😀\", type = \"u9\" } ]\r\n"))
            .containsExactly("api.toml:3:47: Field 'x' of type 'A' has the unknown type 'u9'. Write u8.");
        assertThat(problems("\uFEFFtypes = 1\n")).singleElement().asString().startsWith("api.toml:1:9: 'types' is");
        assertThat(problems("\uFEFF\n\n\t▲ = 1\n")).singleElement()
            .asString()
            .startsWith("api.toml:3:2: This is not TOML");
        assertThat(problems("[[types]]\nname = \"A\"\n\"d😀\".x = 1\n'q = \"' = 1\nfields = 5 # é\n")).containsExactly(
                "api.toml:3:1: There is no key 'd😀' in type 'A'. Possible are name, fields, docs.",
                "api.toml:4:1: There is no key 'q = \"' in type 'A'. Possible are name, fields, docs.",
                "api.toml:5:10: 'fields' is a number, and has to be a list of tables. Write fields = [{ name = \"size\", "
                        + "type = \"u32\" }].");
    }

    @Test
    void allProblemsAreToldAtOnceInTheOrderOfTheText() {
        Marked marked = Marked.of("""
                [[host_contract]]
                name = ▸"Desk"
                version = "1.▸99999"
                functions = [{ name = "▸for", ▸returns = ▸"Colur" }]

                ▸[[enums]]
                name = "Colour"
                repr = ▸"u7"
                variants = [{ name = "Red", value = "▸Blue" }, { name = "Blue", value = "0" }]

                [[types]]
                name = "Point"
                fields = [{ name = "x", type = "Colour" }, { name = ▸"x", type = ▸"Void" }]
                """);
        assertThat(problems(marked.text())).containsExactlyElementsOf(marked.expected(List.of(
                "Host contract 'Desk' has a name that does not begin with 'host.'. Write \"host.Desk\".",
                "The minor part of version '1.99999' is 99999, and at most 65535 is possible. Write a smaller number.",
                "Function 'for' of host contract 'Desk' has a name that cannot be used: 'for' is reserved in Rust, C++, "
                        + "C#, Python, Lua, JavaScript, Java. Choose another name.",
                "There is no key 'returns' in function 'for' of host contract 'Desk'. Write 'return'.",
                "Function 'for' of host contract 'Desk' returns the unknown type 'Colur'. Write Colour.",
                "There is no table 'enums'. Write [[enum]].",
                "Enum 'Colour' has the unknown representation 'u7'. Write u8.",
                "The value of variant 'Red' of enum 'Colour' names 'Blue', which is not declared before it. Declare 'Blue' "
                        + "further up, or write its number.",
                "Field 'x' of type 'Point' is declared twice: first at api.toml:13:20. Rename or remove one of them.",
                "Field 'x' of type 'Point' has the type 'Void', of which there are no values. Remove it, or choose another "
                        + "type.")));
    }

    @Test
    void contractHasAtMost65535Functions() {
        assertThat(problems(contract("functions = [\n" + "{},\n".repeat(65536) + "]\n"))).contains(
                "api.toml:65540:1: Contract 'a.B' has 65536 functions, and at most 65535 are possible. Split the contract.");
        assertThat(problems(contract("functions = [\n" + "{},\n".repeat(65535) + "]\n")))
            .noneMatch((problem) -> problem.contains("at most"));
    }

    private static List<String> problems(String toml) {
        List<Problem> warnings = new ArrayList<>();
        ApiException exception = catchThrowableOfType(ApiException.class,
                () -> ApiFile.parse("api.toml", toml, warnings::add));
        assertThat(exception).as("has problems").isNotNull();
        assertThat(warnings).isEmpty();
        List<String> problems = exception.problems().stream().map(Problem::toString).toList();
        assertThat(exception).hasMessage(String.join("\n", problems));
        return problems;
    }

    private static String type(String name) {
        return "[[types]]\nname = \"" + name + "\"\nfields = [{ name = \"x\", type = \"u8\" }]\n";
    }

    private static String contract(String more) {
        return "[[plugin_contract]]\nname = \"a.B\"\nversion = \"1\"\n" + more;
    }

    private static String function(String more) {
        return contract("functions = [{ name = \"f\", " + more + " }]\n");
    }

    private static Row row(String toml, String... messages) {
        return new Row(toml, List.of(messages));
    }

    private record Row(String toml, List<String> messages) {

        @Override
        public String toString() {
            String text = String.join(" / ", this.messages);
            return (text.length() > 110) ? text.substring(0, 110) : text;
        }

    }

}
