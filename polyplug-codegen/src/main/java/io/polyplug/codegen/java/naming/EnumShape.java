package io.polyplug.codegen.java.naming;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.polyplug.codegen.api.Enumeration;
import io.polyplug.codegen.api.Variant;

/**
 * What a Java enum has for the variants of an enum. Without bit flags each variant is a
 * constant. With them each bit is a constant: the first variant of just this bit, or one
 * that is named after the bit's number if only combinations have it; all other variants
 * are sets of these.
 *
 * @param constants the constants of the enum, in their order
 * @param combinations the sets, in their order
 */
public record EnumShape(List<Constant> constants, List<Combination> combinations) {

    /**
     * Makes both lists unmodifiable.
     */
    public EnumShape {
        constants = List.copyOf(constants);
        combinations = List.copyOf(combinations);
    }

    /**
     * Returns the shape of an enum.
     * @param enumeration an enum of the api
     * @return what it is in Java
     */
    public static EnumShape of(Enumeration enumeration) {
        List<Constant> constants = new ArrayList<>();
        List<Variant> others = new ArrayList<>();
        for (Variant variant : enumeration.variants()) {
            boolean isConstant = !enumeration.bitFlag()
                    || (Long.bitCount(variant.value()) == 1 && !has(constants, variant.value()));
            if (isConstant) {
                constants.add(new Constant(JavaNames.constant(variant.name()), variant.value(), Optional.of(variant)));
            }
            else {
                others.add(variant);
            }
        }
        addUnnamedBits(constants, others);
        return new EnumShape(constants, others.stream().map((variant) -> Combination.of(variant, constants)).toList());
    }

    private static void addUnnamedBits(List<Constant> constants, List<Variant> others) {
        long all = others.stream().mapToLong(Variant::value).reduce(0, (one, other) -> one | other);
        for (int bit = 0; bit < Long.SIZE; bit++) {
            long value = 1L << bit;
            if ((all & value) != 0 && !has(constants, value)) {
                constants.add(new Constant(nameOfBit(value), value, Optional.empty()));
            }
        }
    }

    private static boolean has(List<Constant> constants, long value) {
        return constants.stream().anyMatch((constant) -> constant.value() == value);
    }

    /**
     * Returns the name of the constant for a bit that no variant has alone.
     * @param value a number with one bit
     * @return {@code BIT_} and the bit's number, from 0
     */
    public static String nameOfBit(long value) {
        return "BIT_" + Long.numberOfTrailingZeros(value);
    }

    /**
     * A constant of the enum.
     *
     * @param name its name in Java
     * @param value its value, unsigned
     * @param variant what it stands for, or nothing if no variant has the bit alone
     */
    public record Constant(String name, long value, Optional<Variant> variant) {
    }

    /**
     * A set of constants.
     *
     * @param name its name in Java
     * @param constants the names of the constants in it
     * @param variant what it stands for
     */
    public record Combination(String name, List<String> constants, Variant variant) {

        private static Combination of(Variant variant, List<Constant> constants) {
            return new Combination(JavaNames.constant(variant.name()),
                    constants.stream()
                        .filter((constant) -> (constant.value() & variant.value()) != 0)
                        .map(Constant::name)
                        .toList(),
                    variant);
        }

    }

}
