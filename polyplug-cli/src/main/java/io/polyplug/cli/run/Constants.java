package io.polyplug.cli.run;

import java.lang.reflect.Field;
import java.util.List;
import java.util.stream.Stream;

import io.polyplug.contract.AbiValue;

/**
 * Constants of compiled enums, by the numbers that they stand for.
 */
final class Constants {

    private Constants() {
    }

    /**
     * Returns the constant of a number.
     * @param type the enum
     * @throws IllegalStateException if it has none
     */
    static Object of(Class<?> type, long number) {
        return Stream.of(type.getEnumConstants())
            .filter((constant) -> numberOf(constant) == number)
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("No constant of " + type + " is " + number));
    }

    /**
     * Returns the constants of all bits of a number, in their order.
     * @param type the enum, each of whose constants is one bit
     */
    static List<Object> ofBits(Class<?> type, long number) {
        return Stream.<Object>of(type.getEnumConstants())
            .filter((constant) -> (numberOf(constant) & number) != 0)
            .toList();
    }

    /**
     * Returns the number of a constant.
     */
    static long numberOf(Object constant) {
        try {
            Enum<?> named = (Enum<?>) constant;
            Field field = named.getDeclaringClass().getField(named.name());
            AbiValue value = field.getAnnotation(AbiValue.class);
            if (value == null) {
                throw new IllegalStateException(constant + " has no number");
            }
            return value.value();
        }
        catch (NoSuchFieldException ex) {
            throw new IllegalStateException(ex);
        }
    }

}
