package io.polyplug.codegen.guest.cmake;

import io.polyplug.codegen.api.Api;
import io.polyplug.codegen.api.Primitive;
import io.polyplug.codegen.api.Reference;
import io.polyplug.codegen.api.Struct;
import io.polyplug.codegen.api.Type;

/**
 * Types in C++: the author's records own what they have, so that no view outlives what it
 * shows.
 */
final class CppDialect implements Dialect {

    @Override
    public String indent() {
        return "    ";
    }

    @Override
    public String field(Type type) {
        if (type instanceof Reference) {
            return "api::" + Words.free(type.spelling());
        }
        return switch ((Primitive) type) {
            case STRING_VIEW -> "std::string";
            case BUFFER -> "std::vector<std::uint8_t>";
            default -> scalar((Primitive) type);
        };
    }

    private static String scalar(Primitive primitive) {
        String name = CDialect.primitive(primitive);
        return name.endsWith("_t") ? "std::" + name : name;
    }

    @Override
    public String wire(Type type) {
        if (type instanceof Reference) {
            return "wire::" + Words.free(type.spelling());
        }
        return scalar((Primitive) type);
    }

    @Override
    public String parameter(Api api, Type type) {
        if (type instanceof Reference reference) {
            return (api.declaration(reference) instanceof Struct) ? "const " + field(type) + " &" : field(type);
        }
        return switch ((Primitive) type) {
            case STRING_VIEW -> "std::string_view";
            case BUFFER -> "guest::Bytes";
            default -> scalar((Primitive) type);
        };
    }

    @Override
    public String nothing(Api api, Type type) {
        return "{}";
    }

    @Override
    public String sample(Api api, Type type) {
        return (type == Primitive.STRING_VIEW) ? "\"text\"" : nothing(api, type);
    }

}
