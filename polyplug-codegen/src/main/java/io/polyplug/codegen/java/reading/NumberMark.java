package io.polyplug.codegen.java.reading;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.polyplug.codegen.api.Primitive;
import io.polyplug.contract.Ptr;
import io.polyplug.contract.Unsigned;

/**
 * What annotations say of a number, where the Java type stands for several. The runtime
 * reads the same from them.
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

    private static final Map<Class<?>, Primitive> PLAIN = Map.of(byte.class, Primitive.I8, short.class, Primitive.I16,
            int.class, Primitive.I32, long.class, Primitive.I64, float.class, Primitive.F32, double.class,
            Primitive.F64, boolean.class, Primitive.BOOL, String.class, Primitive.STRING_VIEW, byte[].class,
            Primitive.BUFFER);

    private final String annotation;

    private final String home;

    NumberMark(String annotation, String home) {
        this.annotation = annotation;
        this.home = home;
    }

    /**
     * Finds the mark.
     * @param places what may carry the annotations
     * @throws Refusal if they contradict each other
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
            throw new Refusal(marks.stream().map((mark) -> mark.annotation).collect(Collectors.joining(" and "))
                    + " contradict each other", "Leave one of them");
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
            default -> throw new Refusal("@Unsigned names several integers", "Leave one of them");
        };
    }

    /**
     * Returns the type that a Java type is with this mark, {@code null} if an api knows
     * it by another way.
     * @throws Refusal if the mark does not go with the type
     */
    @Nullable Primitive primitive(Class<?> type) {
        Primitive primitive = primitives().get(type);
        if (primitive == null) {
            checkNone(type.getTypeName());
        }
        return primitive;
    }

    private Map<Class<?>, Primitive> primitives() {
        return switch (this) {
            case NONE -> PLAIN;
            case UNSIGNED -> Map.of(short.class, Primitive.U8, int.class, Primitive.U16, long.class, Primitive.U32);
            case U8 -> Map.of(short.class, Primitive.U8);
            case U16 -> Map.of(int.class, Primitive.U16);
            case U32 -> Map.of(long.class, Primitive.U32);
            case U64 -> Map.of(long.class, Primitive.U64);
            case PTR -> Map.of(long.class, Primitive.PTR);
        };
    }

    /**
     * Proves that nothing is said of what is no number.
     */
    void checkNone(String type) {
        if (this != NONE) {
            throw new Refusal(this.annotation + " does not go with " + type, "Use it with " + this.home);
        }
    }

}
