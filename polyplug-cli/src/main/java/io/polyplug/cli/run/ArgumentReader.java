package io.polyplug.cli.run;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.toml.TomlMapper;

import io.polyplug.codegen.api.Api;
import io.polyplug.codegen.api.Declaration;
import io.polyplug.codegen.api.Enumeration;
import io.polyplug.codegen.api.Field;
import io.polyplug.codegen.api.Primitive;
import io.polyplug.codegen.api.Reference;
import io.polyplug.codegen.api.Struct;
import io.polyplug.codegen.api.Variant;

/**
 * Arguments as they are typed, to values that methods take.
 */
final class ArgumentReader {

    private static final String HEX = "hex:";

    private static final Pattern HEXADECIMAL = Pattern.compile("[+-]?0x[0-9A-Fa-f]+");

    private static final ObjectMapper json = JsonMapper.shared();

    private static final ObjectMapper toml = TomlMapper.builder().build();

    private final Api api;

    ArgumentReader(Api api) {
        this.api = api;
    }

    /**
     * Reads all arguments of a call.
     * @throws IllegalArgumentException if one is not of its parameter's type
     * @throws IOException if one is in a file that cannot be read
     */
    Object[] read(List<Field> parameters, Method method, List<String> texts) throws IOException {
        Type[] types = method.getGenericParameterTypes();
        Object[] values = new Object[texts.size()];
        for (int i = 0; i < values.length; i++) {
            Field parameter = parameters.get(i);
            try {
                values[i] = read(parameter.type(), types[i], texts.get(i));
            }
            catch (IllegalArgumentException ex) {
                throw new IllegalArgumentException("Argument " + parameter.name() + ": " + parameter.type().spelling()
                        + " cannot be '" + texts.get(i) + "': " + ex.getMessage(), ex);
            }
        }
        return values;
    }

    private Object read(io.polyplug.codegen.api.Type type, Type javaType, String text) throws IOException {
        if (type instanceof Primitive primitive) {
            return primitive(primitive, text);
        }
        Declaration declaration = this.api.declaration((Reference) type);
        if (declaration instanceof Enumeration enumeration) {
            return enumeration(enumeration, javaType, text);
        }
        return record((Struct) declaration, javaType, table(text));
    }

    private static Object primitive(Primitive type, String text) throws IOException {
        return switch (type) {
            case U8 -> number(text, false, 8).shortValue();
            case I8 -> number(text, true, 8).byteValue();
            case U16 -> number(text, false, 16).intValue();
            case I16 -> number(text, true, 16).shortValue();
            case U32 -> number(text, false, 32).longValue();
            case I32 -> number(text, true, 32).intValue();
            case U64, PTR -> number(text, false, 64).longValue();
            case I64 -> number(text, true, 64).longValue();
            case F32 -> (float) fraction(text, Float.MAX_VALUE);
            case F64 -> fraction(text, Double.MAX_VALUE);
            case BOOL -> truth(text);
            case STRING_VIEW -> text;
            case BUFFER -> bytes(text);
        };
    }

    private static BigInteger number(String text, boolean signed, int bits) {
        BigInteger number;
        try {
            number = HEXADECIMAL.matcher(text).matches() ? new BigInteger(text.replace("0x", ""), 16)
                    : new BigInteger(text);
        }
        catch (NumberFormatException ex) {
            throw new IllegalArgumentException("it is no whole number", ex);
        }
        int width = signed ? bits - 1 : bits;
        if (number.bitLength() > width || (!signed && number.signum() < 0)) {
            BigInteger end = BigInteger.ONE.shiftLeft(width);
            throw new IllegalArgumentException("it is not within " + (signed ? end.negate() : BigInteger.ZERO) + " and "
                    + end.subtract(BigInteger.ONE));
        }
        return number;
    }

    /** Rounded once: a float's text is read as a float. */
    private static double fraction(String text, double most) {
        double number;
        try {
            number = (most == Float.MAX_VALUE) ? Float.parseFloat(text) : Double.parseDouble(text);
        }
        catch (NumberFormatException ex) {
            throw new IllegalArgumentException("it is neither a number nor NaN, Infinity or -Infinity", ex);
        }
        if (Double.isInfinite(number) && !text.contains("Infinity")) {
            throw new IllegalArgumentException("it is not within " + -most + " and " + most);
        }
        return number;
    }

    private static boolean truth(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("it is neither true nor false");
        };
    }

    private static byte[] bytes(String text) throws IOException {
        if (text.startsWith(HEX)) {
            return HexFormat.of().parseHex(text.substring(HEX.length()));
        }
        if (!text.startsWith("@")) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        Path file = Path.of(text.substring(1));
        if (Files.isDirectory(file)) {
            throw new IllegalArgumentException("it is a folder, and no file");
        }
        return Files.readAllBytes(file);
    }

    private static Object enumeration(Enumeration enumeration, Type javaType, String text) {
        if (!enumeration.bitFlag()) {
            return constant(enumeration, (Class<?>) javaType, text);
        }
        Class<?> element = (Class<?>) ((ParameterizedType) javaType).getActualTypeArguments()[0];
        Set<Object> flags = new LinkedHashSet<>();
        Stream.of(text.split(","))
            .map(String::strip)
            .filter((name) -> !name.isEmpty())
            .forEach((name) -> flags.addAll(bits(enumeration, element, name)));
        return flags;
    }

    /** As results are printed: a bit that only combinations have is called as in Java. */
    private static List<Object> bits(Enumeration enumeration, Class<?> type, String name) {
        boolean unnamed = enumeration.variants().stream().noneMatch((each) -> each.name().equals(name));
        Optional<Object> bit = Stream.<Object>of(type.getEnumConstants())
            .filter((constant) -> unnamed && ((Enum<?>) constant).name().equals(name))
            .findFirst();
        return bit.map(List::of).orElseGet(() -> Constants.ofBits(type, variant(enumeration, name).value()));
    }

    private static Object constant(Enumeration enumeration, Class<?> type, String name) {
        return Constants.of(type, variant(enumeration, name).value());
    }

    private static Variant variant(Enumeration enumeration, String name) {
        return enumeration.variants()
            .stream()
            .filter((each) -> each.name().equals(name))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("the variants of " + enumeration.name() + " are "
                    + enumeration.variants().stream().map(Variant::name).collect(Collectors.joining(", "))));
    }

    private static Map<?, ?> table(String text) {
        Object table = parsed(json, text);
        if (!(table instanceof Map<?, ?>) && parsed(toml, "it = " + text) instanceof Map<?, ?> assignment) {
            table = assignment.get("it");
        }
        if (table instanceof Map<?, ?> fields) {
            return fields;
        }
        throw new IllegalArgumentException(
                "it is neither an object in JSON, {\"x\": 1}, nor an inline table of TOML, {x = 1}");
    }

    private static @Nullable Object parsed(ObjectMapper language, String text) {
        try {
            return language.readValue(text, Object.class);
        }
        catch (JacksonException ex) {
            return null;
        }
    }

    private Object record(Struct struct, Type javaType, Map<?, ?> table) throws IOException {
        for (Object key : table.keySet()) {
            if (struct.fields().stream().noneMatch((field) -> field.name().equals(key))) {
                throw new IllegalArgumentException("record " + struct.name() + " has no field " + key + ". It has "
                        + struct.fields().stream().map(Field::name).collect(Collectors.joining(", ")));
            }
        }
        RecordComponent[] components = ((Class<?>) javaType).getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
            values[i] = field(struct.fields().get(i), components[i].getGenericType(), table);
        }
        try {
            Constructor<?> constructor = ((Class<?>) javaType).getDeclaredConstructor(types);
            return constructor.newInstance(values);
        }
        catch (ReflectiveOperationException ex) {
            throw new IllegalStateException("No " + javaType + " can be made", ex);
        }
    }

    private Object field(Field field, Type javaType, Map<?, ?> table) throws IOException {
        Object value = table.get(field.name());
        if (value == null) {
            throw new IllegalArgumentException("field " + field.name() + " is missing");
        }
        if (value instanceof Map<?, ?> inner && field.type() instanceof Reference reference
                && this.api.declaration(reference) instanceof Struct struct) {
            return record(struct, javaType, inner);
        }
        try {
            return read(field.type(), javaType, text(value));
        }
        catch (IllegalArgumentException ex) {
            throw new IllegalArgumentException("field " + field.name() + ": " + ex.getMessage(), ex);
        }
    }

    private static String text(@Nullable Object value) {
        return (value instanceof Collection<?> names)
                ? names.stream().map(String::valueOf).collect(Collectors.joining(",")) : String.valueOf(value);
    }

}
