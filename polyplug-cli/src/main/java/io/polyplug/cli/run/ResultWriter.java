package io.polyplug.cli.run;

import java.lang.reflect.RecordComponent;
import java.math.BigInteger;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import io.polyplug.codegen.api.Api;
import io.polyplug.codegen.api.Declaration;
import io.polyplug.codegen.api.Enumeration;
import io.polyplug.codegen.api.Primitive;
import io.polyplug.codegen.api.Reference;
import io.polyplug.codegen.api.Struct;
import io.polyplug.codegen.api.Type;
import io.polyplug.codegen.api.Variant;

/**
 * Results as text, in the form that arguments have.
 */
final class ResultWriter {

    private final Api api;

    ResultWriter(Api api) {
        this.api = api;
    }

    /**
     * Returns a value as text.
     * @param type the type that the api gives it
     */
    String text(Type type, @Nullable Object value) {
        Object plain = plain(type, Objects.requireNonNull(value));
        if (plain instanceof Map<?, ?>) {
            return JsonMapper.shared().writeValueAsString(plain);
        }
        return (plain instanceof List<?> flags) ? flags.stream().map(String::valueOf).collect(Collectors.joining(","))
                : plain.toString();
    }

    private Object plain(Type type, Object value) {
        if (type instanceof Primitive primitive) {
            return primitive(primitive, value);
        }
        Declaration declaration = this.api.declaration((Reference) type);
        if (declaration instanceof Enumeration enumeration) {
            return (value instanceof Collection<?> flags)
                    ? flags.stream().map((flag) -> name(enumeration, flag)).toList() : name(enumeration, value);
        }
        return record((Struct) declaration, value);
    }

    private static Object primitive(Primitive type, Object value) {
        return switch (type) {
            case U64 -> new BigInteger(Long.toUnsignedString((long) value));
            case PTR -> "0x" + Long.toHexString((long) value);
            case BUFFER -> "hex:" + HexFormat.of().formatHex((byte[]) value);
            case U8, I8, U16, I16, U32, I32, I64, F32, F64, BOOL, STRING_VIEW -> value;
        };
    }

    /** A bit that only combinations have is called as in Java. */
    private static String name(Enumeration enumeration, Object constant) {
        long number = Constants.numberOf(constant);
        return enumeration.variants()
            .stream()
            .filter((variant) -> variant.value() == number)
            .map(Variant::name)
            .findFirst()
            .orElseGet(((Enum<?>) constant)::name);
    }

    private Map<String, Object> record(Struct struct, Object value) {
        Map<String, Object> fields = new LinkedHashMap<>();
        RecordComponent[] components = value.getClass().getRecordComponents();
        for (int i = 0; i < components.length; i++) {
            try {
                Object field = Objects.requireNonNull(components[i].getAccessor().invoke(value));
                fields.put(struct.fields().get(i).name(), plain(struct.fields().get(i).type(), field));
            }
            catch (ReflectiveOperationException ex) {
                throw new IllegalStateException(value.getClass() + " cannot be read", ex);
            }
        }
        return fields;
    }

}
