package io.polyplug.types;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.polyplug.contract.AbiEnum;
import io.polyplug.contract.AbiValue;
import io.polyplug.contract.Repr;

/**
 * A Java enum whose constants stand for unsigned integers. Immutable.
 */
public final class EnumType extends NumberType {

    /** Constants with smaller numbers are found without hashing. */
    private static final int SMALL = 256;

    private final Class<?> type;

    /** By ordinal. */
    private final long[] numbers;

    /** By number. */
    private final @Nullable Object[] small = new Object[SMALL];

    private final Map<Long, Object> constants = new HashMap<>();

    /**
     * Creates the mapping.
     * @throws IllegalArgumentException if an annotation is missing or a value does not
     * fit
     */
    EnumType(Class<?> type) {
        super(reprOf(type));
        this.type = type;
        Object[] declared = type.getEnumConstants();
        this.numbers = new long[declared.length];
        for (Object constant : declared) {
            long value = declaredBy((Enum<?>) constant);
            if (this.constants.put(value, constant) != null) {
                throw new IllegalArgumentException("enum " + type.getName() + " gives value "
                        + Long.toUnsignedString(value) + " to two constants");
            }
            this.numbers[ordinal(constant)] = value;
            if (value >= 0 && value < SMALL) {
                this.small[(int) value] = constant;
            }
        }
    }

    private static Repr reprOf(Class<?> type) {
        AbiEnum annotation = type.getAnnotation(AbiEnum.class);
        if (annotation == null) {
            throw new IllegalArgumentException("enum " + type.getName() + " has no @AbiEnum");
        }
        return annotation.value();
    }

    @Override
    public long numberOf(Object constant) {
        return this.numbers[ordinal(constant)];
    }

    @Override
    public Object valueOf(long number) {
        Object constant = (number >= 0 && number < SMALL) ? this.small[(int) number] : this.constants.get(number);
        if (constant == null) {
            throw new IllegalArgumentException(
                    Long.toUnsignedString(number) + " is no value of enum " + this.type.getName());
        }
        return constant;
    }

    /** The numbers live as long as the class does, and no longer than its order. */
    @SuppressWarnings("EnumOrdinal")
    private static int ordinal(Object constant) {
        return ((Enum<?>) constant).ordinal();
    }

    private long declaredBy(Enum<?> constant) {
        AbiValue annotation;
        try {
            annotation = this.type.getField(constant.name()).getAnnotation(AbiValue.class);
        }
        catch (NoSuchFieldException ex) {
            throw new IllegalStateException(ex);
        }
        if (annotation == null) {
            throw new IllegalArgumentException(
                    "constant " + constant.name() + " of enum " + this.type.getName() + " has no @AbiValue");
        }
        int bits = repr().byteSize() * Byte.SIZE;
        if (bits < Long.SIZE && (annotation.value() >>> bits) != 0) {
            throw new IllegalArgumentException("constant " + constant.name() + " of enum " + this.type.getName()
                    + " has value " + annotation.value() + ", which is no " + repr().name().toLowerCase(Locale.ROOT));
        }
        return annotation.value();
    }

    @Override
    String description() {
        return "a constant of " + this.type.getName();
    }

}
