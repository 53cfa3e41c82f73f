package io.polyplug.codegen.guest.toolchain;

import io.polyplug.codegen.api.Api;
import io.polyplug.codegen.api.Declaration;
import io.polyplug.codegen.api.Enumeration;
import io.polyplug.codegen.api.Primitive;
import io.polyplug.codegen.api.Struct;
import io.polyplug.codegen.api.Type;
import io.polyplug.codegen.guest.model.Names;

/**
 * Types and values in Zig. Texts and bytes live as long as the call, whosever they are.
 *
 * @param api what declares the types
 * @param names what they are called
 * @param variants how variants of enums are called
 */
record ZigValues(Api api, Names names, Conventions.Kind variants) implements Values {

    @Override
    public String name(Declaration declaration) {
        return "types." + this.names.of(declaration.name());
    }

    @Override
    public String ownedPrimitive(Primitive primitive) {
        return Values.choose(primitive, "[]const u8", "[]const u8", "bool", scalar(primitive));
    }

    @Override
    public String scalar(Primitive primitive) {
        return (primitive == Primitive.PTR) ? "usize" : primitive.spelling();
    }

    @Override
    public String nativePrimitive(Primitive primitive) {
        return Values.choose(primitive, "abi.View", "abi.Buffer", "u8", scalar(primitive));
    }

    @Override
    public String nativeStruct(Struct struct) {
        return "forms." + this.names.of(struct.name());
    }

    @Override
    public String sample(Type type) {
        if (type instanceof Primitive primitive) {
            return Values.choose(primitive, "\"\"", "\"\"", "false", "0");
        }
        return (declaration(type) instanceof Enumeration enumeration && !enumeration.bitFlag())
                ? "." + first(enumeration) : ".{}";
    }

    /** No name is taken before the first. */
    private String first(Enumeration enumeration) {
        return this.variants.names().of(enumeration.variants().get(0).name());
    }

    @Override
    public String read(Type type, String form) {
        if (type instanceof Primitive primitive) {
            return Values.choose(primitive, "try io.text(" + form + ")", "try io.bytes(" + form + ")", form + " != 0",
                    form);
        }
        return "try forms.read" + this.names.of(type.spelling()) + "(io, " + form + ")";
    }

    @Override
    public String write(Type type, String value) {
        if (type instanceof Primitive primitive) {
            return Values.choose(primitive, "try io.view(" + value + ")", "try io.buffer(" + value + ")",
                    "@intFromBool(" + value + ")", value);
        }
        return "try forms.write" + this.names.of(type.spelling()) + "(io, " + value + ")";
    }

}
