package io.polyplug.codegen.guest;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import io.polyplug.codegen.api.Api;
import io.polyplug.codegen.api.Contract;
import io.polyplug.codegen.api.Declaration;
import io.polyplug.codegen.api.Enumeration;
import io.polyplug.codegen.api.Field;
import io.polyplug.codegen.api.Function;
import io.polyplug.codegen.api.Position;
import io.polyplug.codegen.api.Primitive;
import io.polyplug.codegen.api.Reference;
import io.polyplug.codegen.api.Struct;
import io.polyplug.codegen.api.Type;
import io.polyplug.codegen.api.Variant;
import io.polyplug.contract.Repr;
import io.polyplug.contract.Version;

/**
 * An api that has every type in every place, two guest contracts and two host contracts.
 * {@link EveryTypeContracts} is the same in Java.
 */
final class EveryType {

    static final String CONTRACT = "demo.EveryType";

    static final String COUNTER = "demo.Counter";

    private static final Position HERE = new Position("every-type.toml", 1, 1);

    private EveryType() {
    }

    static Api api() {
        return new Api(
                List.of(lines(), points(), mixed(), scalars(),
                        enumeration("Colour", Repr.U8, false, "RED", 0, "BLUE", 200),
                        enumeration("Level", Repr.U16, false, "low", 1, "high", 65535),
                        enumeration("Unit", Repr.U32, false, "Metre", 1, "LightYear", 4294967295L),
                        enumeration("Big", Repr.U64, false, "ONE", 1, "TOP", Long.MIN_VALUE),
                        enumeration("Access", Repr.U32, true, "READ", 1, "WRITE", 2)),
                List.of(everyType(), counter(1)), List.of(clock(), notes()));
    }

    /** The same, with a function more in one contract. */
    static Api grown() {
        Api api = api();
        return new Api(api.declarations(), List.of(everyType(), counter(2)), api.hostContracts());
    }

    /** The same as Java can say it: without comments, and without its words as names. */
    static Api inJava() {
        Api api = api();
        return new Api(api.declarations().stream().map(EveryType::bare).toList(),
                api.guestContracts().stream().map(EveryType::bare).toList(),
                api.hostContracts().stream().map(EveryType::bare).toList());
    }

    private static Declaration bare(Declaration declaration) {
        if (declaration instanceof Struct struct) {
            return new Struct(struct.name(), struct.fields(), "", HERE);
        }
        Enumeration enumeration = (Enumeration) declaration;
        return new Enumeration(enumeration.name(), enumeration.repr(), enumeration.bitFlag(),
                enumeration.variants()
                    .stream()
                    .map((variant) -> new Variant(variant.name(), variant.expression(), variant.value(), "", HERE))
                    .toList(),
                "", HERE);
    }

    private static Contract bare(Contract contract) {
        List<Function> functions = contract.functions()
            .stream()
            .map((function) -> new Function(function.id(), function.name().replace("while", "while_true"),
                    function.parameters().stream().map(EveryType::bare).toList(), function.result(), false, "", HERE))
            .toList();
        return new Contract(contract.kind(), contract.name(), contract.version(), contract.singleton(), functions, "",
                HERE);
    }

    private static Field bare(Field field) {
        return new Field(field.name().equals("class") ? "classes" : field.name(), field.type(), "", HERE);
    }

    private static Struct lines() {
        return struct("Line", "a", type("Point"), "k", type("Level"), "b", type("Point"), "access", type("Access"));
    }

    private static Struct points() {
        return struct("Point", "x", Primitive.F32, "y", Primitive.F64);
    }

    private static Struct mixed() {
        return struct("Mixed", "small", Primitive.U8, "on", Primitive.BOOL, "medium", Primitive.U16, "large",
                Primitive.I64, "text", Primitive.STRING_VIEW, "point", type("Point"), "colour", type("Colour"), "bytes",
                Primitive.BUFFER, "address", Primitive.PTR);
    }

    private static Struct scalars() {
        return struct("Scalars", scalarFields());
    }

    private static Object[] scalarFields() {
        return new Object[] { "a", Primitive.U8, "b", Primitive.I8, "c", Primitive.U16, "d", Primitive.I16, "e",
                Primitive.U32, "f", Primitive.I32, "g", Primitive.U64, "h", Primitive.I64, "i", Primitive.F32, "j",
                Primitive.F64, "k", Primitive.BOOL, "l", Primitive.PTR };
    }

    private static Contract everyType() {
        List<Function> functions = new ArrayList<>();
        add(functions, "scalars", type("Scalars"), scalarFields());
        add(functions, "echo_text", Primitive.STRING_VIEW, "text", Primitive.STRING_VIEW);
        add(functions, "echo_bytes", Primitive.BUFFER, "bytes", Primitive.BUFFER);
        add(functions, "mirror", type("Line"), "line", type("Line"));
        add(functions, "remix", type("Mixed"), "mixed", type("Mixed"));
        add(functions, "colour", type("Colour"), "colour", type("Colour"));
        add(functions, "level", type("Level"), "level", type("Level"));
        add(functions, "unit", type("Unit"), "unit", type("Unit"));
        add(functions, "big", type("Big"), "big", type("Big"));
        add(functions, "toggle", type("Access"), "access", type("Access"), "with", type("Access"));
        add(functions, "cat", Primitive.BUFFER, "first", Primitive.STRING_VIEW, "n", Primitive.U8, "second",
                Primitive.STRING_VIEW);
        add(functions, "nothing", null);
        add(functions, "fail", null, "code", Primitive.U32, "why", Primitive.STRING_VIEW);
        add(functions, "now", Primitive.I64);
        add(functions, "zoned", Primitive.STRING_VIEW, "at", Primitive.I64, "zone", Primitive.STRING_VIEW);
        add(functions, "noted", type("Mixed"), "mixed", type("Mixed"));
        add(functions, "joined", Primitive.BUFFER, "text", Primitive.STRING_VIEW, "bytes", Primitive.BUFFER);
        add(functions, "recovered", Primitive.STRING_VIEW);
        add(functions, "while", Primitive.I32, "register", Primitive.I32, "class", Primitive.I32, "call",
                Primitive.I32);
        return new Contract(Contract.Kind.GUEST, CONTRACT, new Version(1, 2, 0), false, functions,
                "Everything.\n\nAlso what looks like the end */ of a comment /* or its start.", HERE);
    }

    private static Contract counter(int functionCount) {
        List<Function> functions = new ArrayList<>();
        add(functions, "increment", Primitive.I64, "by", Primitive.I32);
        if (functionCount > 1) {
            add(functions, "reset", null, "to", Primitive.I64);
        }
        return new Contract(Contract.Kind.GUEST, COUNTER, new Version(1, functionCount - 1, 0), false, functions,
                "Counts.", HERE);
    }

    private static Contract clock() {
        List<Function> functions = new ArrayList<>();
        add(functions, "now", Primitive.I64);
        add(functions, "zoned", Primitive.STRING_VIEW, "at", Primitive.I64, "zone", Primitive.STRING_VIEW);
        return new Contract(Contract.Kind.HOST, "host.Clock", new Version(1, 0, 0), true, functions, "", HERE);
    }

    private static Contract notes() {
        List<Function> functions = new ArrayList<>();
        add(functions, "note", type("Mixed"), "mixed", type("Mixed"));
        add(functions, "join", Primitive.BUFFER, "text", Primitive.STRING_VIEW, "bytes", Primitive.BUFFER);
        add(functions, "forget", null);
        return new Contract(Contract.Kind.HOST, "host.Notes", new Version(1, 3, 0), false, functions, "Keeps notes.",
                HERE);
    }

    private static void add(List<Function> functions, String name, Type result, Object... parameters) {
        functions.add(new Function(functions.size(), name, fields(parameters), Optional.ofNullable(result), false,
                "What " + name + " does.", HERE));
    }

    private static Struct struct(String name, Object... fields) {
        return new Struct(name, fields(fields), "A " + name + ".", HERE);
    }

    private static List<Field> fields(Object... namesAndTypes) {
        return Stream.iterate(0, (i) -> i < namesAndTypes.length, (i) -> i + 2)
            .map((i) -> new Field((String) namesAndTypes[i], (Type) namesAndTypes[i + 1], "", HERE))
            .toList();
    }

    private static Enumeration enumeration(String name, Repr repr, boolean bitFlag, String first, long firstValue,
            String second, long secondValue) {
        return new Enumeration(name, repr, bitFlag,
                List.of(new Variant(first, Long.toUnsignedString(firstValue), firstValue, "The first.", HERE),
                        new Variant(second, Long.toUnsignedString(secondValue), secondValue, "", HERE)),
                "", HERE);
    }

    private static Reference type(String name) {
        return new Reference(name);
    }

}
