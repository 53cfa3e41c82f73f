package io.polyplug.codegen.guest.cmake;

import io.polyplug.codegen.api.Api;
import io.polyplug.codegen.api.Enumeration;
import io.polyplug.codegen.api.Primitive;
import io.polyplug.codegen.api.Reference;
import io.polyplug.codegen.api.Type;

/**
 * Types in C: what the author sees is what lies in native memory.
 */
final class CDialect implements Dialect {

    @Override
    public String indent() {
        return "";
    }

    @Override
    public String field(Type type) {
        return (type instanceof Primitive primitive) ? primitive(primitive) : Words.free(type.spelling());
    }

    static String primitive(Primitive primitive) {
        return switch (primitive) {
            case U8 -> "uint8_t";
            case I8 -> "int8_t";
            case U16 -> "uint16_t";
            case I16 -> "int16_t";
            case U32 -> "uint32_t";
            case I32 -> "int32_t";
            case U64 -> "uint64_t";
            case I64 -> "int64_t";
            case F32 -> "float";
            case F64 -> "double";
            case BOOL -> "bool";
            case PTR -> "void *";
            case STRING_VIEW -> "PpStringView";
            case BUFFER -> "PpBuffer";
        };
    }

    @Override
    public String wire(Type type) {
        return field(type);
    }

    @Override
    public String parameter(Api api, Type type) {
        return field(type);
    }

    @Override
    public String nothing(Api api, Type type) {
        if (type instanceof Reference reference) {
            return (api.declaration(reference) instanceof Enumeration) ? "0" : "(" + field(type) + "){0}";
        }
        return switch ((Primitive) type) {
            case BOOL -> "false";
            case PTR -> "NULL";
            case STRING_VIEW, BUFFER -> "(" + field(type) + "){0}";
            default -> "0";
        };
    }

    @Override
    public String sample(Api api, Type type) {
        return (type == Primitive.STRING_VIEW) ? "GUEST_TEXT(\"text\")" : nothing(api, type);
    }

}
