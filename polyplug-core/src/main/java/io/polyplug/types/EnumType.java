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
 * A Java enum whose constants stand for unsigned integers.
 */
final class EnumType implements NativeType {

    private final Class<?> type;

    private final Repr repr;

    private final Map<Object, Long> values = new HashMap<>();

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
        for (Object constant : type.getEnumConstants()) {
            long value = valueOf((Enum<?>) constant);
            if (this.constants.put(value, constant) != null) {
                throw new IllegalArgumentException("enum " + type.getName() + " gives value "
                        + Long.toUnsignedString(value) + " to two constants");
            }
            this.values.put(constant, value);
        }
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
        Long number = this.values.get(value);
        if (number == null) {
            throw new IllegalArgumentException("null is not allowed here. Pass a constant of " + this.type.getName());
        }
        switch (this.repr) {
            case U8 -> memory.put(at, number.byteValue());
            case U16 -> memory.putShort(at, number.shortValue());
            case U32 -> memory.putInt(at, number.intValue());
            case U64 -> memory.putLong(at, number);
        }
    }

    @Override
    public Object read(ByteBuffer memory, int at, ByteSource source) {
        long number = switch (this.repr) {
            case U8 -> memory.get(at) & 0xffL;
            case U16 -> memory.getShort(at) & 0xffffL;
            case U32 -> memory.getInt(at) & 0xffffffffL;
            case U64 -> memory.getLong(at);
        };
        Object constant = this.constants.get(number);
        if (constant == null) {
            throw new IllegalArgumentException(
                    Long.toUnsignedString(number) + " is no value of enum " + this.type.getName());
        }
        return constant;
    }

}
