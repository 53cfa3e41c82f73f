package io.polyplug.codegen.guest.toolchain;

import io.polyplug.codegen.api.Api;
import io.polyplug.codegen.api.Declaration;
import io.polyplug.codegen.api.Primitive;
import io.polyplug.codegen.api.Struct;
import io.polyplug.codegen.api.Type;
import io.polyplug.codegen.guest.model.Names;

/**
 * Types and values in Go. Nothing is borrowed: what a function gets is its own.
 *
 * @param api what declares the types
 * @param names what they are called
 */
record GoValues(Api api, Names names) implements Values {

    @Override
    public String name(Declaration declaration) {
        return this.names.of(declaration.name());
    }

    @Override
    public String ownedPrimitive(Primitive primitive) {
        return Values.choose(primitive, "string", "[]byte", "bool", scalar(primitive));
    }

    @Override
    public String scalar(Primitive primitive) {
        return switch (primitive) {
            case PTR -> "uintptr";
            case F32 -> "float32";
            case F64 -> "float64";
            default -> primitive.spelling().replace("u", "uint").replaceFirst("^i", "int");
        };
    }

    @Override
    public String nativePrimitive(Primitive primitive) {
        return Values.choose(primitive, "ppView", "ppBuffer", "uint8", scalar(primitive));
    }

    @Override
    public String nativeStruct(Struct struct) {
        return "native" + name(struct);
    }

    @Override
    public String sample(Type type) {
        if (type instanceof Primitive primitive) {
            return Values.choose(primitive, "\"\"", "nil", "false", "0");
        }
        return (declaration(type) instanceof Struct) ? owned(type) + "{}" : "0";
    }

    @Override
    public String read(Type type, String form) {
        if (type instanceof Primitive primitive) {
            return Values.choose(primitive, "r.text(" + form + ")", "r.bytes(" + form + ")", form + " != 0", form);
        }
        return "read" + owned(type) + "(r, " + reference(type) + form + ")";
    }

    @Override
    public String write(Type type, String value) {
        if (type instanceof Primitive primitive) {
            return Values.choose(primitive, "w.text(" + value + ")", "w.bytes(" + value + ")", "ppBool(" + value + ")",
                    value);
        }
        return "write" + owned(type) + "(w, " + reference(type) + value + ")";
    }

    /** Records are passed by address. */
    private String reference(Type type) {
        return (declaration(type) instanceof Struct) ? "&" : "";
    }

}
