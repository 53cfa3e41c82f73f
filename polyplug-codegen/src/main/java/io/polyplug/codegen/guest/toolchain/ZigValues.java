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
    public String owned(Type type) {
        if (type instanceof Primitive primitive) {
            return spelled(primitive, "[]const u8", "[]const u8", scalar(primitive));
        }
        return name(this.api.declaration((Reference) type));
    }

    @Override
    public String scalar(Primitive primitive) {
        return (primitive == Primitive.PTR) ? "usize" : primitive.spelling();
    }

    @Override
    public String borrowed(Type type) {
        return owned(type);
    }

    @Override
    public String form(Type type) {
        if (type instanceof Primitive primitive) {
            return spelled(primitive, "abi.View", "abi.Buffer", "u8");
        }
        Declaration declaration = this.api.declaration((Reference) type);
        return (declaration instanceof Enumeration enumeration) ? number(enumeration.repr())
                : "forms." + this.names.of(declaration.name());
    }

    @Override
    public String number(Repr repr) {
        return repr.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String sample(Type type) {
        if (type instanceof Primitive primitive) {
            return switch (primitive) {
                case STRING_VIEW, BUFFER -> "\"\"";
                case BOOL -> "false";
                default -> "0";
            };
        }
        Declaration declaration = this.api.declaration((Reference) type);
        boolean plain = declaration instanceof Enumeration enumeration && !enumeration.bitFlag();
        return plain ? "." + first((Enumeration) declaration) : ".{}";
    }

    /** No name is taken before the first. */
    private String first(Enumeration enumeration) {
        return this.variants.names().of(enumeration.variants().get(0).name());
    }

    @Override
    public String read(Type type, String form) {
        if (type instanceof Primitive primitive) {
            return switch (primitive) {
                case STRING_VIEW -> "try io.text(" + form + ")";
                case BUFFER -> "try io.bytes(" + form + ")";
                case BOOL -> form + " != 0";
                default -> form;
            };
        }
        return "try forms.read" + this.names.of(((Reference) type).name()) + "(io, " + form + ")";
    }

    @Override
    public String borrow(Type type, String form) {
        return read(type, form);
    }

    @Override
    public String write(Type type, String value) {
        if (type instanceof Primitive primitive) {
            return switch (primitive) {
                case STRING_VIEW -> "try io.view(" + value + ")";
                case BUFFER -> "try io.buffer(" + value + ")";
                case BOOL -> "@intFromBool(" + value + ")";
                default -> value;
            };
        }
        return "try forms.write" + this.names.of(((Reference) type).name()) + "(io, " + value + ")";
    }

}
