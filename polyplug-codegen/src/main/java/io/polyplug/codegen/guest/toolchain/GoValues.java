package io.polyplug.codegen.guest.toolchain;

import java.util.Locale;

import io.polyplug.codegen.api.Api;
import io.polyplug.codegen.api.Declaration;
import io.polyplug.codegen.api.Enumeration;
import io.polyplug.codegen.api.Primitive;
import io.polyplug.codegen.api.Reference;
import io.polyplug.codegen.api.Struct;
import io.polyplug.codegen.api.Type;
import io.polyplug.codegen.guest.model.Names;
import io.polyplug.contract.Repr;

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
    public String owned(Type type) {
        if (type instanceof Primitive primitive) {
            return spelled(primitive, "string", "[]byte", "bool");
        }
        return name(this.api.declaration((Reference) type));
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
    public String borrowed(Type type) {
        return owned(type);
    }

    @Override
    public String form(Type type) {
        if (type instanceof Primitive primitive) {
            return spelled(primitive, "ppView", "ppBuffer", "uint8");
        }
        Declaration declaration = this.api.declaration((Reference) type);
        return (declaration instanceof Enumeration enumeration) ? number(enumeration.repr())
                : "native" + name(declaration);
    }

    @Override
    public String number(Repr repr) {
        return repr.name().toLowerCase(Locale.ROOT).replace("u", "uint");
    }

    @Override
    public String sample(Type type) {
        if (type instanceof Primitive primitive) {
            return switch (primitive) {
                case STRING_VIEW -> "\"\"";
                case BUFFER -> "nil";
                case BOOL -> "false";
                default -> "0";
            };
        }
        Declaration declaration = this.api.declaration((Reference) type);
        return (declaration instanceof Struct) ? name(declaration) + "{}" : "0";
    }

    @Override
    public String read(Type type, String form) {
        if (type instanceof Primitive primitive) {
            return switch (primitive) {
                case STRING_VIEW -> "r.text(" + form + ")";
                case BUFFER -> "r.bytes(" + form + ")";
                case BOOL -> form + " != 0";
                default -> form;
            };
        }
        Declaration declaration = this.api.declaration((Reference) type);
        return "read" + name(declaration) + "(r, " + ((declaration instanceof Struct) ? "&" : "") + form + ")";
    }

    @Override
    public String borrow(Type type, String form) {
        return read(type, form);
    }

    @Override
    public String write(Type type, String value) {
        if (type instanceof Primitive primitive) {
            return switch (primitive) {
                case STRING_VIEW -> "w.text(" + value + ")";
                case BUFFER -> "w.bytes(" + value + ")";
                case BOOL -> "ppBool(" + value + ")";
                default -> value;
            };
        }
        Declaration declaration = this.api.declaration((Reference) type);
        return "write" + name(declaration) + "(w, " + ((declaration instanceof Struct) ? "&" : "") + value + ")";
    }

}
