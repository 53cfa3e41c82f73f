package io.polyplug.codegen.java;

import java.util.Locale;

import io.polyplug.codegen.api.Api;
import io.polyplug.contract.Repr;

/**
 * Apis that tests share.
 */
final class Apis {

    private Apis() {
    }

    /**
     * All that the fixture {@code everything} provides.
     */
    static Api everything() {
        return everything(shades(new ApiBuilder()));
    }

    /**
     * The same, whose shades are taken for flags: the fixture counts the first two of
     * each up.
     */
    static Api everythingInFlags() {
        return everything(new ApiBuilder().flags("Shade8", Repr.U8, "Light = 1", "Dark = 2", "Top = 128", "Ends = 129")
            .flags("Shade16", Repr.U16, "Light = 1", "Dark = 2", "Top = 32768", "Ends = 32769")
            .flags("Shade32", Repr.U32, "Light = 1", "Dark = 2", "Top = 2147483648", "Ends = 2147483649")
            .flags("Shade64", Repr.U64, "Light = 1", "Dark = 2", "Top = 9223372036854775808",
                    "Ends = 9223372036854775809"));
    }

    private static Api everything(ApiBuilder shades) {
        return shades.struct("Point", "x: f64", "y: f64", "tag: u8")
            .struct("Line", "a: Point", "k: Shade16", "b: Point")
            .struct("Named", "name: StringView", "n: u32", "data: Buffer")
            .struct("Mixed", "a: u8", "b: bool", "c: u16", "d: i64", "text: StringView", "at: Point", "shade: Shade8",
                    "data: Buffer", "address: Ptr")
            .guest("demo.Everything", "1.2.0", "version() -> i32", "add(a: i32, b: i64) -> i64",
                    "greet(name: StringView) -> StringView", "nothing()", "mid(a: Point, b: Point) -> Point",
                    "minus_i8(a: i8, b: i8) -> i8", "minus_i16(a: i8, b: i16) -> i16",
                    "minus_i32(a: i16, b: i32) -> i32", "minus_i64(a: i8, b: i64) -> i64",
                    "minus_u8(a: u8, b: u8) -> u8", "minus_u16(a: u8, b: u16) -> u16",
                    "minus_u32(a: u16, b: u32) -> u32", "minus_u64(a: u8, b: u64) -> u64",
                    "minus_f32(a: u8, b: f32) -> f32", "minus_f64(a: f32, b: f64) -> f64", "negate(a: bool) -> bool",
                    "choose(a: f32, plus: bool, c: f64) -> f64",
                    "prims(a: u8, b: i8, c: u16, d: i16, e: u32, f: i32, g: u64, h: i64, i: f32, j: f64, k: bool, "
                            + "l: Ptr) -> StringView",
                    "null_text() -> StringView", "empty_text() -> StringView", "malformed_text() -> StringView",
                    "is_null(text: StringView) -> bool", "length(text: StringView) -> u64",
                    "reverse(bytes: Buffer) -> Buffer", "huge_buffer() -> Buffer", "empty_buffer() -> Buffer",
                    "sum(bytes: Buffer) -> u64", "null_buffer(len: u64) -> Buffer", "flip(line: Line) -> Line",
                    "renamed(named: Named) -> Named", "static_named() -> Named", "next8(shade: Shade8) -> Shade8",
                    "next16(shade: Shade16) -> Shade16", "next32(shade: Shade32) -> Shade32",
                    "next64(shade: Shade64) -> Shade64", "unknown_shade() -> Shade8",
                    "shades(a: Shade8, b: Shade16, c: Shade32, d: Shade64) -> u64", "pointer(a: Ptr) -> Ptr",
                    "fail() -> i32", "fail_saying(text: StringView) -> i32", "fail_silently() -> i32", "fail_void()",
                    "fail_garbled() -> i32", "echo_mixed(mixed: Mixed) -> Mixed",
                    "multi(p: Point, n: u8, l: Line, k: Shade16, b: Buffer) -> f64",
                    "fail_after_writing() -> StringView", "huge_text() -> StringView",
                    "echo(text: StringView) -> StringView", "odd_bool() -> bool", "calls() -> u64", "error_ok() -> i32")
            .build();
    }

    private static ApiBuilder shades(ApiBuilder api) {
        return api.enumeration("Shade8", Repr.U8, "Light = 1", "Dark = 2", "Top = 200")
            .enumeration("Shade16", Repr.U16, "Light = 1", "Dark = 2", "Top = 60000")
            .enumeration("Shade32", Repr.U32, "Light = 1", "Dark = 2", "Top = 4000000000")
            .enumeration("Shade64", Repr.U64, "Light = 1", "Dark = 2", "Top = 9223372036854775809");
    }

    /**
     * Every primitive as parameter, result and field, records and enums within records,
     * flags with combinations and bits without a name, both kinds of contract.
     */
    static Api everyType() {
        String[] primitives = { "u8", "i8", "u16", "i16", "u32", "i32", "u64", "i64", "f32", "f64", "bool", "Ptr",
                "StringView", "Buffer", "All", "Tone", "Rights", "Star" };
        String[] echoes = new String[primitives.length];
        for (int i = 0; i < primitives.length; i++) {
            echoes[i] = "echo_" + i + "_" + primitives[i].toLowerCase(Locale.ROOT) + "(the_value: " + primitives[i]
                    + ") -> " + primitives[i];
        }
        return new ApiBuilder().enumeration("Tone", Repr.U8, "Low = 0", "NearHigh = 200", "High_1 = 255")
            .flags("Rights", Repr.U32, "None = 0", "Read = 1", "Write = 2", "ReadWrite = 3", "Odd = 2147483650",
                    "View = 1", "All = 4294967295")
            .flags("Star", Repr.U64, "Sun = 1", "Sirius = 9223372036854775808", "Both = 9223372036854775809")
            .struct("Inner", "some_bytes: Buffer", "rights: Rights", "f: f32")
            .struct("All", "a: u8", "b: i8", "c: u16", "d: i16", "e: u32", "f: i32", "g: u64", "h: i64", "i: f32",
                    "j: f64", "k: bool", "l: Ptr", "m: StringView", "n: Buffer", "o: Inner", "p: Tone", "q: Rights",
                    "r: Star", "object: bool", "other: bool")
            .guest("demo.every_type", "1.2.3", echoes)
            .guest("demo.deep.Nothing", "4294967295.0", "free do_nothing()", "do_something()")
            .host("host.every_type_host", "2.0", true, echoes)
            .host("host.Each", "0.1", false, "clone_of(v: All) -> Inner", "notify(text: StringView)")
            .build();
    }

    /**
     * The api of the bundles that upstream's generator makes for the interoperation
     * tests.
     */
    static Api upstream() {
        return new ApiBuilder().struct("Point", "x: f32", "y: f64")
            .struct("Line", "head: Point", "size: Size", "tail: Point")
            .struct("Person", "id: u64", "name: StringView", "colour: Colour", "active: bool", "home: Point",
                    "note: StringView")
            .enumeration("Colour", Repr.U8, "Red = 0", "Green = 1", "Blue = 200")
            .enumeration("Size", Repr.U16, "Small = 1", "Large = 65535")
            .enumeration("Distance", Repr.U32, "Near = 0", "Far = 4294967295")
            .enumeration("Star", Repr.U64, "Sun = 1", "Sirius = 18446744073709551614")
            .flags("Rights", Repr.U32, "Read = 1", "Write = 2", "Both = 3")
            .guest("demo.all", "1.2.0", "build() -> u32", "echo_u8(v: u8) -> u8", "echo_i8(v: i8) -> i8",
                    "echo_u16(v: u16) -> u16", "echo_i16(v: i16) -> i16", "echo_u32(v: u32) -> u32",
                    "echo_i32(v: i32) -> i32", "echo_u64(v: u64) -> u64", "echo_i64(v: i64) -> i64",
                    "echo_f32(v: f32) -> f32", "echo_f64(v: f64) -> f64", "opposite(v: bool) -> bool",
                    "echo_ptr(v: Ptr) -> Ptr", "read_ptr(v: Ptr) -> u64",
                    "describe(a: u8, b: i8, c: u16, d: i16, e: u32, f: i32, g: u64, h: i64, i: f32, j: f64, k: bool, "
                            + "l: Ptr) -> StringView",
                    "next_colour(v: Colour) -> Colour", "next_size(v: Size) -> Size",
                    "next_distance(v: Distance) -> Distance", "next_star(v: Star) -> Star",
                    "grant_write(v: Rights) -> Rights", "greet(name: StringView) -> StringView",
                    "chorus(before: StringView, times: u8, text: StringView) -> StringView",
                    "text_in_library() -> StringView", "null_text() -> StringView", "mirror(p: Point) -> Point",
                    "stretch(times: u8, line: Line, colour: Colour, by: Point) -> Line",
                    "rename(person: Person, name: StringView) -> Person", "fail(code: u32, text: StringView)",
                    "panic(text: StringView) -> u32", "calls() -> u64", "add(a: u32, b: u32) -> u32")
            .guest("demo.peer", "1.0.0", "build() -> u32", "stamp(v: u64) -> u64", "shout(v: StringView) -> StringView",
                    "fail(text: StringView)", "panic(text: StringView)")
            .guest("demo.relay", "1.0.0", "peer_build() -> u32", "peer_stamp(v: u64) -> u64",
                    "peer_shout(v: StringView) -> StringView", "peer_fail(text: StringView)",
                    "code_of_peer_panic(text: StringView) -> u32", "greet(name: StringView) -> StringView",
                    "add(a: i32, b: i64) -> i64", "try_fail(text: StringView) -> StringView",
                    "tell(text: StringView, times: u32)")
            .host("host.Desk", "1.0.0", true, "greet(name: StringView) -> StringView", "add(a: i32, b: i64) -> i64",
                    "fail(text: StringView)", "tell(text: StringView)")
            .build();
    }

}
