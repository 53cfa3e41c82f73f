package io.polyplug.codegen.java.reading;

import java.lang.annotation.Annotation;
import java.lang.invoke.MethodType;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.WildcardType;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

import io.polyplug.codegen.api.Declaration;
import io.polyplug.codegen.api.Primitive;
import io.polyplug.codegen.api.Reference;
import io.polyplug.codegen.api.Type;
import io.polyplug.contract.Unsigned;

/**
 * Finds the types of an api for those of Java, and keeps the records and enums among
 * them. Not thread-safe; one is made for each api.
 */
final class TypeReader {

    private static final Map<Class<?>, Primitive> PLAIN = Map.of(byte.class, Primitive.I8, short.class, Primitive.I16,
            int.class, Primitive.I32, long.class, Primitive.I64, float.class, Primitive.F32, double.class,
            Primitive.F64, boolean.class, Primitive.BOOL, String.class, Primitive.STRING_VIEW, byte[].class,
            Primitive.BUFFER);

    private static final Map<Class<?>, Primitive> UNSIGNED = Map.of(short.class, Primitive.U8, int.class, Primitive.U16,
            long.class, Primitive.U32);

    /** By name, for Reactor need not be there. */
    private static final Set<String> PROMISES = Set.of(CompletionStage.class.getName(),
            CompletableFuture.class.getName(), "reactor.core.publisher.Mono");

    private final DeclarationReader declarations = new DeclarationReader(this);

    /**
     * Returns the records and enums that were found so far, each behind those that it
     * uses.
     */
    List<Declaration> declarations() {
        return this.declarations.all();
    }

    Type parameter(Parameter parameter) {
        return of(parameter.getAnnotatedType(), parameter, true);
    }

    /**
     * Returns the type of what a method returns, at once or later.
     * @param method the method
     * @param calledByJava whether a bundle implements it
     * @return the type, or nothing if there is none
     */
    Optional<Type> result(Method method, boolean calledByJava) {
        Class<?> returned = method.getReturnType();
        if (!PROMISES.contains(returned.getName())) {
            return (returned != void.class) ? Optional.of(of(method.getAnnotatedReturnType(), method, !calledByJava))
                    : Optional.empty();
        }
        if (!calledByJava) {
            throw new Refusal("a guest waits for what a host contract answers",
                    "Return the value itself, without " + returned.getSimpleName());
        }
        if (!(method.getAnnotatedReturnType() instanceof AnnotatedParameterizedType type)) {
            throw new Refusal("this " + returned.getSimpleName() + " does not say of what",
                    "Write " + returned.getSimpleName() + "<String>, or whatever the function returns");
        }
        return promised(type.getAnnotatedActualTypeArguments()[0], method);
    }

    private Optional<Type> promised(AnnotatedType type, Method method) {
        if (!(type.getType() instanceof Class<?> javaType)) {
            return Optional.of(of(type, method, false));
        }
        return (javaType != Void.class) ? Optional.of(of(unboxed(javaType), isUnsigned(type, method), false))
                : Optional.empty();
    }

    private static Class<?> unboxed(Class<?> type) {
        return MethodType.methodType(type).unwrap().returnType();
    }

    /**
     * Returns the type of an annotated type.
     * @param type the type
     * @param declaration what carries the declaration's annotations
     * @param incoming whether values go from Java to native code
     * @throws Refusal if an api has no such type
     */
    Type of(AnnotatedType type, AnnotatedElement declaration, boolean incoming) {
        if (type.getType() instanceof Class<?> javaType) {
            return of(javaType, isUnsigned(type, declaration), incoming);
        }
        if (type.getType() instanceof ParameterizedType generic && generic.getRawType() == Set.class
                && bound(generic.getActualTypeArguments()[0]) instanceof Class<?> element && element.isEnum()) {
            return new Reference(this.declarations.flags(element));
        }
        throw new Refusal(type.getType().getTypeName() + " is generic, and native code knows no generics",
                "Use a record; of sets, those of an enum with @AbiEnum are flags");
    }

    /** Kotlin declares sets of enums whose constants have bodies with a wildcard. */
    private static java.lang.reflect.Type bound(java.lang.reflect.Type element) {
        return (element instanceof WildcardType wildcard) ? wildcard.getUpperBounds()[0] : element;
    }

    private Type of(Class<?> type, boolean unsigned, boolean incoming) {
        Primitive primitive = (unsigned ? UNSIGNED : PLAIN).get(type);
        if (primitive != null) {
            return primitive;
        }
        if (unsigned) {
            throw new Refusal("@Unsigned does not go with " + type.getTypeName(),
                    "Use it with short (u8), int (u16) and long (u32)");
        }
        if (type == ByteBuffer.class && incoming) {
            return Primitive.BUFFER;
        }
        if (type.isEnum()) {
            return new Reference(this.declarations.enumeration(type));
        }
        if (type.isRecord()) {
            return new Reference(this.declarations.struct(type, incoming));
        }
        throw new Refusal(type.getTypeName() + " has no native form",
                (type == ByteBuffer.class) ? "Use byte[] for what comes back"
                        : "Use a number, boolean, String, byte[], a record, an enum with @AbiEnum or a Set of one");
    }

    /** By simple name, as the runtime finds it. */
    private static boolean isUnsigned(AnnotatedElement... places) {
        return Stream.of(places)
            .flatMap((place) -> Stream.of(place.getAnnotations()))
            .map(Annotation::annotationType)
            .anyMatch((type) -> type.getSimpleName().equals(Unsigned.class.getSimpleName()));
    }

}
