package io.polyplug.types;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Sets of constants of a Java enum in which each constant stands for one bit. Immutable
 * and thread-safe.
 */
public final class FlagsType extends NumberType {

    private final Class<?> type;

    private final EnumType constants;

    /**
     * Creates the mapping.
     * @throws IllegalArgumentException if it is no enum with an annotation, or a constant
     * has no bit or more than one
     */
    FlagsType(Class<?> type) {
        this(type, constants(type));
    }

    private FlagsType(Class<?> type, EnumType constants) {
        super(constants.repr());
        this.type = type;
        this.constants = constants;
        for (Object constant : type.getEnumConstants()) {
            long number = this.constants.numberOf(constant);
            if (Long.bitCount(number) != 1) {
                throw new IllegalArgumentException("constant " + constant + " of enum " + type.getName()
                        + " has value 0x" + Long.toHexString(number)
                        + ", and a flag has one bit. Make it a constant of type Set instead");
            }
        }
    }

    private static EnumType constants(Class<?> type) {
        if (!type.isEnum()) {
            throw new IllegalArgumentException("a Set is of bit flags, and " + type.getName()
                    + " is no enum. Make it one with @AbiEnum, or pass what it is in a byte[] or String");
        }
        return new EnumType(type);
    }

    @Override
    public long numberOf(Object value) {
        long number = 0;
        for (Object constant : (Set<?>) value) {
            if (!this.type.isInstance(constant)) {
                throw new IllegalArgumentException(
                        constant + " in a Set is no " + this.type.getName() + ". Pass " + description());
            }
            number |= this.constants.numberOf(constant);
        }
        return number;
    }

    /** The set cannot be changed and is in the order of the bits. */
    @Override
    public Object valueOf(long number) {
        Set<Object> set = new LinkedHashSet<>();
        for (long rest = number; rest != 0; rest &= rest - 1) {
            set.add(this.constants.valueOf(Long.lowestOneBit(rest)));
        }
        return Collections.unmodifiableSet(set);
    }

    @Override
    String description() {
        return "a Set of constants of " + this.type.getName() + ", empty for none";
    }

    @Override
    public boolean isMutable() {
        return true;
    }

    @Override
    public @Nullable Object copy(@Nullable Object value) {
        return (value != null) ? Collections.unmodifiableSet(new LinkedHashSet<>((Set<?>) value)) : null;
    }

}
