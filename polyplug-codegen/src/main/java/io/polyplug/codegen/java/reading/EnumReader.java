package io.polyplug.codegen.java.reading;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.polyplug.codegen.api.Enumeration;
import io.polyplug.codegen.api.Position;
import io.polyplug.codegen.api.Primitive;
import io.polyplug.codegen.api.Variant;
import io.polyplug.codegen.java.naming.EnumShape;
import io.polyplug.codegen.java.naming.JavaNames;
import io.polyplug.contract.AbiEnum;
import io.polyplug.contract.AbiValue;
import io.polyplug.contract.Repr;

/**
 * Reads one Java enum. Not thread-safe.
 */
final class EnumReader {

    private final Class<?> type;

    private final boolean asSet;

    private final Position position;

    /**
     * Creates the reader.
     * @param type the enum
     * @param asSet whether contracts use it as a set, which makes its constants flags
     */
    EnumReader(Class<?> type, boolean asSet) {
        this.type = type;
        this.asSet = asSet;
        this.position = Position.of(type.getName());
    }

    Enumeration read(String name) {
        AbiEnum annotation = this.type.getAnnotation(AbiEnum.class);
        if (annotation == null) {
            throw new Refusal("enum " + this.type.getName() + " has no @AbiEnum", "Annotate it with its form");
        }
        List<Variant> variants = new ArrayList<>(constants(annotation.value()));
        if (this.asSet) {
            List<Variant> combinations = Stream.of(this.type.getDeclaredFields())
                .filter(this::isCombination)
                .map(this::combination)
                .toList();
            variants.removeIf((variant) -> isUnnamedBit(variant, combinations));
            List<Variant> flags = List.copyOf(variants);
            combinations.forEach((combination) -> variants.add(expressed(combination, flags)));
        }
        return new Enumeration(name, annotation.value(), this.asSet, variants, "", this.position);
    }

    private Collection<Variant> constants(Repr repr) {
        Map<Long, Variant> constants = new LinkedHashMap<>();
        for (Object constant : this.type.getEnumConstants()) {
            Variant variant = constant(((Enum<?>) constant).name(), repr);
            Variant other = constants.putIfAbsent(variant.value(), variant);
            if (other != null) {
                throw new Refusal(
                        "enum " + this.type.getName() + " gives value " + variant.expression() + " to two constants",
                        "Give each a value of its own");
            }
        }
        return constants.values();
    }

    private Variant constant(String java, Repr repr) {
        AbiValue annotation = annotation(java);
        if (annotation == null) {
            throw refused(java, "has no @AbiValue", "Annotate it with its value");
        }
        long value = annotation.value();
        int bits = repr.byteSize() * Byte.SIZE;
        if (bits < Long.SIZE && (value >>> bits) != 0) {
            throw refused(java, "has value " + value + ", which is no " + Primitive.of(repr).spelling(),
                    "Give it a smaller one, or the enum a wider form");
        }
        if (this.asSet && Long.bitCount(value) != 1) {
            throw refused(java, "has value " + Long.toUnsignedString(value) + ", and is used in a Set",
                    "Give it a value of one bit; make combinations constants of type Set");
        }
        return new Variant(name(java), Long.toUnsignedString(value), value, "", this.position);
    }

    private @Nullable AbiValue annotation(String java) {
        try {
            return this.type.getField(java).getAnnotation(AbiValue.class);
        }
        catch (NoSuchFieldException ex) {
            throw new IllegalStateException(ex);
        }
    }

    private String name(String java) {
        return JavaNames.ofConstant(java)
            .orElseThrow(
                    () -> Refusal.ofName(java, JavaNames.constant(java)).in("constant of enum " + this.type.getName()));
    }

    private boolean isCombination(Field field) {
        int modifiers = field.getModifiers();
        return Modifier.isPublic(modifiers) && Modifier.isStatic(modifiers) && Modifier.isFinal(modifiers)
                && field.getGenericType() instanceof ParameterizedType generic && generic.getRawType() == Set.class
                && generic.getActualTypeArguments()[0] == this.type;
    }

    private Variant combination(Field field) {
        long value = 0;
        for (Object constant : setIn(field)) {
            value |= Objects.requireNonNull(annotation(((Enum<?>) constant).name())).value();
        }
        return new Variant(name(field.getName()), "", value, "", this.position);
    }

    private Set<?> setIn(Field field) {
        try {
            if (field.trySetAccessible() && field.get(null) instanceof Set<?> set) {
                return set;
            }
        }
        catch (IllegalAccessException ex) {
            throw new IllegalStateException(ex);
        }
        throw refused(field.getName(), "cannot be read, or is null", "Make the enum public, and give it a value");
    }

    /**
     * Returns whether a constant is there only because combinations have its bit: then
     * the sources give it one again.
     */
    private static boolean isUnnamedBit(Variant variant, List<Variant> combinations) {
        return variant.name().equals(EnumShape.nameOfBit(variant.value()))
                && combinations.stream().anyMatch((one) -> (one.value() & variant.value()) != 0)
                && combinations.stream().noneMatch((one) -> one.value() == variant.value());
    }

    private static Variant expressed(Variant combination, List<Variant> flags) {
        long value = combination.value();
        List<Variant> parts = flags.stream().filter((flag) -> (flag.value() & value) != 0).toList();
        long named = parts.stream().mapToLong(Variant::value).sum();
        String expression = (named == value && value != 0)
                ? parts.stream().map(Variant::name).collect(Collectors.joining(" | ")) : Long.toUnsignedString(value);
        return new Variant(combination.name(), expression, value, "", combination.position());
    }

    private Refusal refused(String constant, String reason, String cure) {
        return new Refusal("constant " + constant + " of enum " + this.type.getName() + " " + reason, cure);
    }

}
