package io.polyplug.codegen.guest;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.polyplug.codegen.api.Api;
import io.polyplug.codegen.api.Contract;
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
 * An api whose names mean something else somewhere, or become the same when they are
 * spelled as a language likes it.
 */
final class AwkwardNames {

    private static final Position HERE = new Position("awkward.toml", 1, 1);

    private static final List<String> WORDS = List.of("match", "fn", "func", "range", "default", "test", "error",
            "init", "self", "new", "out", "native", "type", "result", "sayHello", "say_hello", "_", "x1", "u8", "nil",
            "call", "guest", "r", "w", "io", "texts", "contract", "Self", "find", "release", "destroy_instance",
            "string", "len", "std", "types", "i1", "c_int");

    private AwkwardNames() {
    }

    static Api api() {
        Struct string = new Struct("String", fields(WORDS, Primitive.STRING_VIEW), "One\n\nand two.", HERE);
        Struct small = new Struct("small", fields(List.of("a"), Primitive.U8), "", HERE);
        Enumeration kind = new Enumeration("GuestError", Repr.U8, false,
                List.of(variant("Self", 1), variant("self", 2), variant("again", 1), variant("fn", 255)), "", HERE);
        Enumeration one = new Enumeration("Kind", Repr.U64, false, List.of(variant("only", -1)), "", HERE);
        Enumeration constant = new Enumeration("KindOnly", Repr.U16, false, List.of(variant("only", 0)), "", HERE);
        Enumeration bits = new Enumeration("Bits", Repr.U8, true,
                List.of(variant("bits", 1), variant("contains", 128), variant("with", 1)), "", HERE);
        return new Api(List.of(string, small, kind, one, constant, bits),
                List.of(contract("a.Type", Contract.Kind.GUEST), contract("b.String", Contract.Kind.GUEST), empty()),
                List.of(contract("host.Call", Contract.Kind.HOST)));
    }

    private static Contract empty() {
        return new Contract(Contract.Kind.GUEST, "c.Nothing", new Version(1, 0, 0), false, List.of(), "", HERE);
    }

    private static Contract contract(String name, Contract.Kind kind) {
        List<Type> types = List.of(new Reference("String"), new Reference("small"), new Reference("GuestError"),
                new Reference("Kind"), new Reference("KindOnly"), new Reference("Bits"), Primitive.BOOL, Primitive.PTR);
        List<Function> functions = new ArrayList<>();
        for (String word : WORDS) {
            Type type = types.get(functions.size() % types.size());
            functions
                .add(new Function(functions.size(), word, fields(WORDS, type), Optional.of(type), false, "", HERE));
        }
        return new Contract(kind, name, new Version(1, 0, 0), false, functions, "", HERE);
    }

    private static List<Field> fields(List<String> names, Type type) {
        return names.stream().map((name) -> new Field(name, type, "", HERE)).toList();
    }

    private static Variant variant(String name, long value) {
        return new Variant(name, Long.toUnsignedString(value), value, "", HERE);
    }

}
