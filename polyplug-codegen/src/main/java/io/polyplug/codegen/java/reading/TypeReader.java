package io.polyplug.codegen.java.reading;

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
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.polyplug.codegen.api.Declaration;
import io.polyplug.codegen.api.Primitive;
import io.polyplug.codegen.api.Reference;
import io.polyplug.codegen.api.Type;

/**
 * Finds the types of an api for those of Java, and keeps the records and enums among
 * them. Not thread-safe; one is made for each api.
 */
final class TypeReader {

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
        if (returned == void.class) {
            NumberMark.of(method).checkNone("no result");
            return Optional.empty();
        }
        if (!PROMISES.contains(returned.getName())) {
            return Optional.of(of(method.getAnnotatedReturnType(), method, !calledByJava));
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
        NumberMark mark = NumberMark.of(type, method);
        if (javaType == Void.class) {
            mark.checkNone("no result");
            return Optional.empty();
        }
        return Optional.of(of(unboxed(javaType), mark, false));
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
        NumberMark mark = NumberMark.of(type, declaration);
        if (type.getType() instanceof Class<?> javaType) {
            return of(javaType, mark, incoming);
        }
        mark.checkNone("what is generic");
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

    private Type of(Class<?> type, NumberMark mark, boolean incoming) {
        Primitive primitive = mark.primitive(type);
        if (primitive != null) {
            return primitive;
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

}
