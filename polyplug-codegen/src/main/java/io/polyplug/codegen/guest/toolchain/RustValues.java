package io.polyplug.codegen.guest.toolchain;

import io.polyplug.codegen.api.Api;
import io.polyplug.codegen.api.Declaration;
import io.polyplug.codegen.api.Primitive;
import io.polyplug.codegen.api.Struct;
import io.polyplug.codegen.api.Type;
import io.polyplug.codegen.guest.model.Names;

/**
 * Types and values in Rust.
 *
 * @param api what declares the types
 * @param names what they are called
 */
record RustValues(Api api, Names names) implements Values {

    @Override
    public String name(Declaration declaration) {
        return "types::" + this.names.of(declaration.name());
    }

    @Override
    public String ownedPrimitive(Primitive primitive) {
        return Values.choose(primitive, "String", "Vec<u8>", "bool", scalar(primitive));
    }

    @Override
    public String scalar(Primitive primitive) {
        return (primitive == Primitive.PTR) ? "usize" : primitive.spelling();
    }

    @Override
    public String borrowed(Type type) {
        if (type instanceof Primitive primitive) {
            return Values.choose(primitive, "&str", "&[u8]", "bool", scalar(primitive));
        }
        return (declaration(type) instanceof Struct) ? "&" + owned(type) : owned(type);
    }

    @Override
    public String nativePrimitive(Primitive primitive) {
        return Values.choose(primitive, "abi::View", "abi::Bytes", "u8", scalar(primitive));
    }

    @Override
    public String nativeStruct(Struct struct) {
        return "native::" + this.names.of(struct.name());
    }

    @Override
    public String sample(Type type) {
        if (type instanceof Primitive primitive) {
            boolean real = primitive == Primitive.F32 || primitive == Primitive.F64;
            return Values.choose(primitive, "\"\"", "&[]", "false", real ? "0.0" : "0");
        }
        return borrowed(type) + "::default()";
    }

    @Override
    public String read(Type type, String form) {
        if (type instanceof Primitive primitive) {
            return Values.choose(primitive, "abi::text(" + form + ")?.to_owned()", "abi::bytes(" + form + ").to_vec()",
                    form + " != 0", form);
        }
        String reference = (declaration(type) instanceof Struct) ? "&" : "";
        return owned(type) + "::read(" + reference + form + ")?";
    }

    @Override
    public String borrow(Type type, String form) {
        if (type == Primitive.STRING_VIEW) {
            return "abi::text(" + form + ")?";
        }
        if (type == Primitive.BUFFER) {
            return "abi::bytes(" + form + ")";
        }
        return borrowed(type).startsWith("&") ? "&" + read(type, form) : read(type, form);
    }

    @Override
    public String write(Type type, String value) {
        if (type instanceof Primitive primitive) {
            return Values.choose(primitive, "texts.view(&" + value + ")?", "texts.bytes(&" + value + ")?",
                    "u8::from(" + value + ")", value);
        }
        return value + ((declaration(type) instanceof Struct) ? ".write(texts)?" : ".write()");
    }

}
