package io.polyplug.codegen.guest.toolchain;

import java.util.Locale;

import io.polyplug.codegen.api.Api;
import io.polyplug.codegen.api.Declaration;
import io.polyplug.codegen.api.Enumeration;
import io.polyplug.codegen.api.Primitive;
import io.polyplug.codegen.api.Reference;
import io.polyplug.codegen.api.Type;
import io.polyplug.codegen.guest.model.Names;
import io.polyplug.contract.Repr;

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
    public String owned(Type type) {
        if (type instanceof Primitive primitive) {
            return spelled(primitive, "String", "Vec<u8>", scalar(primitive));
        }
        return name(this.api.declaration((Reference) type));
    }

    @Override
    public String scalar(Primitive primitive) {
        return (primitive == Primitive.PTR) ? "usize" : primitive.spelling();
    }

    @Override
    public String borrowed(Type type) {
        if (type instanceof Primitive primitive) {
            return spelled(primitive, "&str", "&[u8]", scalar(primitive));
        }
        Declaration declaration = this.api.declaration((Reference) type);
        return (declaration instanceof Enumeration) ? name(declaration) : "&" + name(declaration);
    }

    @Override
    public String form(Type type) {
        if (type instanceof Primitive primitive) {
            return spelled(primitive, "abi::View", "abi::Bytes", "u8");
        }
        Declaration declaration = this.api.declaration((Reference) type);
        return (declaration instanceof Enumeration enumeration) ? number(enumeration.repr())
                : "native::" + this.names.of(declaration.name());
    }

    @Override
    public String number(Repr repr) {
        return repr.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String sample(Type type) {
        if (type instanceof Primitive primitive) {
            return switch (primitive) {
                case STRING_VIEW -> "\"\"";
                case BUFFER -> "&[]";
                case BOOL -> "false";
                case F32, F64 -> "0.0";
                default -> "0";
            };
        }
        return borrowed(type) + "::default()";
    }

    @Override
    public String read(Type type, String form) {
        if (type instanceof Primitive primitive) {
            return switch (primitive) {
                case STRING_VIEW -> "abi::text(" + form + ")?.to_owned()";
                case BUFFER -> "abi::bytes(" + form + ").to_vec()";
                case BOOL -> form + " != 0";
                default -> form;
            };
        }
        Declaration declaration = this.api.declaration((Reference) type);
        String reference = (declaration instanceof Enumeration) ? "" : "&";
        return name(declaration) + "::read(" + reference + form + ")?";
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
            return switch (primitive) {
                case STRING_VIEW -> "texts.view(&" + value + ")?";
                case BUFFER -> "texts.bytes(&" + value + ")?";
                case BOOL -> "u8::from(" + value + ")";
                default -> value;
            };
        }
        Declaration declaration = this.api.declaration((Reference) type);
        return (declaration instanceof Enumeration) ? value + ".write()" : value + ".write(texts)?";
    }

}
