package io.polyplug.types;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.polyplug.abi.ByteSink;
import io.polyplug.abi.ByteSource;
import io.polyplug.contract.AbiEnum;
import io.polyplug.contract.AbiValue;
import io.polyplug.contract.Repr;

/**
 * A Java enum whose constants stand for unsigned integers. Immutable.
 */
public final class EnumType implements NativeType {

    /** Constants with smaller numbers are found without hashing. */
    private static final int SMALL = 256;

    private final Class<?> type;

    private final Repr repr;

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
        AbiEnum annotation = type.getAnnotation(AbiEnum.class);
        if (annotation == null) {
            throw new IllegalArgumentException("enum " + type.getName() + " has no @AbiEnum");
        }
        this.type = type;
        this.repr = annotation.value();
        Object[] declared = type.getEnumConstants();
        this.numbers = new long[declared.length];
        for (Object constant : declared) {
            long value = valueOf((Enum<?>) constant);
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

    /**
     * Returns the number of a constant.
     * @param constant a constant of the enum
     * @return its number, unsigned
     * @throws NullPointerException if it is {@code null}
     */
    public long numberOf(Object constant) {
        return this.numbers[ordinal(constant)];
    }

    /**
     * Returns the constant of a number.
     * @param number the number, unsigned
     * @return the constant
     * @throws IllegalArgumentException if there is none
     */
    public Object constantOf(long number) {
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

    private long valueOf(Enum<?> constant) {
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
        int bits = this.repr.byteSize() * Byte.SIZE;
        if (bits < Long.SIZE && (annotation.value() >>> bits) != 0) {
            throw new IllegalArgumentException(
                    "constant " + constant.name() + " of enum " + this.type.getName() + " has value "
                            + annotation.value() + ", which is no " + this.repr.name().toLowerCase(Locale.ROOT));
        }
        return annotation.value();
    }

    @Override
    public int size() {
        return this.repr.byteSize();
    }

    @Override
    public int alignment() {
        return this.repr.byteSize();
    }

    @Override
    public void write(ByteBuffer memory, int at, @Nullable Object value, ByteSink sink) {
        if (value == null) {
            throw new IllegalArgumentException("null is not allowed here. Pass a constant of " + this.type.getName());
        }
        long number = numberOf(value);
        switch (this.repr) {
            case U8 -> memory.put(at, (byte) number);
            case U16 -> memory.putShort(at, (short) number);
            case U32 -> memory.putInt(at, (int) number);
            case U64 -> memory.putLong(at, number);
        }
    }

    @Override
    public Object read(ByteBuffer memory, int at, ByteSource source) {
        return constantOf(switch (this.repr) {
            case U8 -> memory.get(at) & 0xffL;
            case U16 -> memory.getShort(at) & 0xffffL;
            case U32 -> memory.getInt(at) & 0xffffffffL;
            case U64 -> memory.getLong(at);
        });
    }

}
