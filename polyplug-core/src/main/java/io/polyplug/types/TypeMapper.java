package io.polyplug.types;

import java.lang.annotation.Annotation;
import java.lang.invoke.MethodType;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Finds the native form of Java types. Not thread-safe; one is made for each contract.
 */
final class TypeMapper {

    private final Deque<Class<?>> nesting = new ArrayDeque<>();

    /**
     * Maps a type.
     * @param type the type with its annotations
     * @param declaration what carries the declaration's annotations
     * @param incoming whether values go from Java to native code
     * @throws IllegalArgumentException if the type has no native form; the message says
     * why and what to use
     */
    NativeType map(AnnotatedType type, AnnotatedElement declaration, boolean incoming) {
        NumberMark mark = NumberMark.of(type, declaration);
        if (type.getType() instanceof ParameterizedType generic && generic.getRawType() == Set.class) {
            mark.checkNone("a set of flags");
            return new FlagsType(elementOf(generic));
        }
        Class<?> javaType = classOf(type);
        boolean nullable = javaType == String.class
                && (has("Nullable", type, declaration) || KotlinDeclaration.isNullable(declaration));
        return map(javaType, mark, nullable, incoming);
    }

    /**
     * Maps what a method returns.
     * @param method the method
     * @param incoming whether values go from Java to native code
     * @return the type, or {@code null} for {@code void}
     * @throws IllegalArgumentException if the type has no native form
     */
    @Nullable NativeType mapResult(Method method, boolean incoming) {
        if (method.getReturnType() == void.class) {
            NumberMark.of(method).checkNone("no result");
            return null;
        }
        return map(method.getAnnotatedReturnType(), method, incoming);
    }

    /**
     * Maps the result that a future or a {@code Mono} is of, which is boxed where it is a
     * number, and {@link Void} where there is none.
     * @param type the type with its annotations
     * @param method what carries the declaration's annotations
     * @return the type, or {@code null} for {@link Void}
     * @throws IllegalArgumentException if the type has no native form
     */
    @Nullable NativeType mapPromised(AnnotatedType type, AnnotatedElement method) {
        if (type.getType() instanceof ParameterizedType) {
            return map(type, method, false);
        }
        Class<?> javaType = classOf(type);
        NumberMark mark = NumberMark.of(type, method);
        if (javaType == Void.class) {
            mark.checkNone("no result");
            return null;
        }
        return map(MethodType.methodType(javaType).unwrap().returnType(), mark, has("Nullable", type), false);
    }

    /** Kotlin declares sets of enums whose constants have bodies with a wildcard. */
    private static Class<?> elementOf(ParameterizedType set) {
        Type element = set.getActualTypeArguments()[0];
        Type bound = (element instanceof WildcardType wildcard) ? wildcard.getUpperBounds()[0] : element;
        if (bound instanceof Class<?> javaType) {
            return javaType;
        }
        throw new IllegalArgumentException(
                "a Set is of bit flags, and " + bound.getTypeName() + " is no enum. Name an enum with @AbiEnum");
    }

    private static Class<?> classOf(AnnotatedType type) {
        Type plain = type.getType();
        if (plain instanceof Class<?> javaType) {
            return javaType;
        }
        throw new IllegalArgumentException(plain.getTypeName()
                + " is generic, and native code knows no generics. For bit flags there is java.util.Set of an enum");
    }

    private NativeType map(Class<?> javaType, NumberMark mark, boolean nullable, boolean incoming) {
        NativeType scalar = mark.scalar(javaType);
        if (scalar != null) {
            return scalar;
        }
        if (javaType == String.class) {
            return new TextType(nullable);
        }
        return mapObject(javaType, incoming);
    }

    private NativeType mapObject(Class<?> type, boolean incoming) {
        if (type == byte[].class) {
            return new BytesType(false);
        }
        if (type == ByteBuffer.class) {
            if (!incoming) {
                throw new IllegalArgumentException("bytes come back as byte[], not as java.nio.ByteBuffer");
            }
            return new BytesType(true);
        }
        if (type.isEnum()) {
            return new EnumType(type);
        }
        if (Set.class.isAssignableFrom(type)) {
            throw new IllegalArgumentException(type.getName() + " does not say of which flags. Write Set<E>,"
                    + " with an enum that has @AbiEnum and one bit for each constant");
        }
        if (type.isRecord()) {
            return mapRecord(type, incoming);
        }
        throw new IllegalArgumentException(type.getTypeName() + " has no native form. " + instead(type));
    }

    private static String instead(Class<?> type) {
        Class<?> primitive = MethodType.methodType(type).unwrap().returnType();
        if (primitive == void.class || type.getName().equals("kotlin.Unit")) {
            return "Declare the function without a result, which is void, and Unit without '?' in Kotlin";
        }
        if (primitive.isPrimitive() && ScalarType.PLAIN.containsKey(primitive)) {
            return "It can be null, and native numbers cannot. Use " + primitive
                    + ", which is Kotlin's type without '?'";
        }
        if (KotlinDeclaration.isValueClass(type)) {
            return "It is a value class that can be null, and native values cannot. Use it without '?'";
        }
        if (KotlinDeclaration.isKotlin(type)) {
            return "Make it a struct, which is a data class with @JvmRecord in Kotlin, or an enum with @AbiEnum";
        }
        return "Use a number, boolean, String, byte[], a record or an enum with @AbiEnum";
    }

    private NativeType mapRecord(Class<?> type, boolean incoming) {
        RecordComponent[] components = type.getRecordComponents();
        if (type.getTypeParameters().length > 0) {
            throw new IllegalArgumentException(
                    "record " + type.getName() + " is generic, and native code knows no generics");
        }
        if (components.length == 0) {
            throw new IllegalArgumentException(
                    "record " + type.getName() + " is empty, and languages disagree about the size of an empty struct");
        }
        if (this.nesting.contains(type)) {
            throw new IllegalArgumentException("record " + type.getName() + " contains itself");
        }
        this.nesting.push(type);
        try {
            List<NativeType> fields = new ArrayList<>();
            for (RecordComponent component : components) {
                fields.add(mapComponent(component, incoming));
            }
            return new RecordType(type, fields);
        }
        finally {
            this.nesting.pop();
        }
    }

    private NativeType mapComponent(RecordComponent component, boolean incoming) {
        try {
            return map(component.getAnnotatedType(), component, incoming);
        }
        catch (IllegalArgumentException ex) {
            throw new IllegalArgumentException("component " + component.getName() + " of record "
                    + component.getDeclaringRecord().getName() + ": " + ex.getMessage(), ex);
        }
    }

    /** By simple name, for every nullness library has a Nullable of its own. */
    private static boolean has(String annotation, AnnotatedElement... places) {
        return Arrays.stream(places)
            .flatMap((place) -> Arrays.stream(place.getAnnotations()))
            .map(Annotation::annotationType)
            .anyMatch((type) -> type.getSimpleName().equals(annotation));
    }

}
