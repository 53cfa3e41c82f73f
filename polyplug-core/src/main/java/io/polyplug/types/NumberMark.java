package io.polyplug.types;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.polyplug.contract.Ptr;
import io.polyplug.contract.Unsigned;

/**
 * What annotations say of a number, where the Java type stands for several.
 */
enum NumberMark {

    /** Nothing: what has the type's width, with its sign. */
    NONE("", ""),

    /** An unsigned integer of half the width. */
    UNSIGNED("@Unsigned", "short (u8), int (u16) and long (u32)"),

    /** {@code u8}, by name. */
    U8("@Unsigned(U8)", "short"),

    /** {@code u16}, by name. */
    U16("@Unsigned(U16)", "int"),

    /** {@code u32}, by name. */
    U32("@Unsigned(U32)", "long"),

    /** {@code u64}, which Java has no wider type for. */
    U64("@Unsigned(U64)", "long"),

    /** An address. */
    PTR("@Ptr", "long");

    private final String annotation;

    private final String home;

    NumberMark(String annotation, String home) {
        this.annotation = annotation;
        this.home = home;
    }

    /**
     * Finds the mark.
     * @param places what may carry the annotations
     * @throws IllegalArgumentException if they contradict each other
     */
    static NumberMark of(AnnotatedElement... places) {
        Set<NumberMark> marks = EnumSet.noneOf(NumberMark.class);
        for (AnnotatedElement place : places) {
            for (Annotation annotation : place.getAnnotations()) {
                marks.add(of(annotation));
            }
        }
        marks.remove(NONE);
        if (marks.size() > 1) {
            throw new IllegalArgumentException(
                    marks.stream().map((mark) -> mark.annotation).collect(Collectors.joining(" and "))
                            + " contradict each other. Leave one of them");
        }
        return marks.isEmpty() ? NONE : marks.iterator().next();
    }

    private static NumberMark of(Annotation annotation) {
        if (annotation instanceof Ptr) {
            return PTR;
        }
        if (!(annotation instanceof Unsigned unsigned)) {
            return NONE;
        }
        return switch (unsigned.value().length) {
            case 0 -> UNSIGNED;
            case 1 -> switch (unsigned.value()[0]) {
                case U8 -> U8;
                case U16 -> U16;
                case U32 -> U32;
                case U64 -> U64;
            };
            default -> throw new IllegalArgumentException("@Unsigned names several integers. Leave one of them");
        };
    }

    /**
     * Returns the number that a Java type is with this mark, {@code null} if it is none.
     * @throws IllegalArgumentException if the mark does not go with the type
     */
    @Nullable ScalarType scalar(Class<?> type) {
        ScalarType scalar = scalars().get(type);
        if (scalar == null) {
            checkNone(type.getTypeName());
        }
        return scalar;
    }

    private Map<Class<?>, ScalarType> scalars() {
        return switch (this) {
            case NONE -> ScalarType.PLAIN;
            case UNSIGNED -> ScalarType.UNSIGNED;
            case U8 -> Map.of(short.class, ScalarType.UNSIGNED_BYTE);
            case U16 -> Map.of(int.class, ScalarType.UNSIGNED_SHORT);
            case U32 -> Map.of(long.class, ScalarType.UNSIGNED_INT);
            case U64 -> Map.of(long.class, ScalarType.LONG);
            case PTR -> Map.of(long.class, ScalarType.LONG);
        };
    }

    /**
     * Proves that nothing is said of what is no number.
     */
    void checkNone(String type) {
        if (this != NONE) {
            throw new IllegalArgumentException(this.annotation + " goes with " + this.home + ", not with " + type);
        }
    }

}
