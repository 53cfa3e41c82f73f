package io.polyplug.types;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import kotlin.jvm.JvmClassMappingKt;
import kotlin.reflect.KClass;
import kotlin.reflect.KFunction;
import kotlin.reflect.KMutableProperty;
import kotlin.reflect.KParameter;
import kotlin.reflect.KProperty1;
import kotlin.reflect.KType;
import kotlin.reflect.full.KClasses;
import kotlin.reflect.jvm.ReflectJvmMapping;

/**
 * What Kotlin says of a declaration and Java does not see. Thread-safe.
 * <p>
 * Most of it shows in names. Whether a type has a question mark stands in Kotlin's
 * metadata alone, which kotlin-reflect reads; without that on the class path nothing has
 * one.
 */
final class KotlinDeclaration {

    private static final boolean REFLECTS = isPresent("kotlin.reflect.full.KClasses");

    private KotlinDeclaration() {
    }

    private static boolean isPresent(String type) {
        try {
            Class.forName(type, false, KotlinDeclaration.class.getClassLoader());
            return true;
        }
        catch (ClassNotFoundException ex) {
            return false;
        }
    }

    /**
     * Returns whether Kotlin compiled a type.
     */
    static boolean isKotlin(Class<?> type) {
        return has(type, "kotlin.Metadata");
    }

    /**
     * Returns whether a type is a value class, which is an object only where it can be
     * null or anything.
     */
    static boolean isValueClass(Class<?> type) {
        return has(type, "kotlin.jvm.JvmInline");
    }

    private static boolean has(Class<?> type, String annotation) {
        return Arrays.stream(type.getAnnotations())
            .anyMatch((one) -> one.annotationType().getName().equals(annotation));
    }

    /**
     * Returns whether a method is a {@code suspend fun}.
     */
    static boolean isSuspending(Method method) {
        Class<?>[] types = method.getParameterTypes();
        return types.length > 0 && types[types.length - 1].getName().equals("kotlin.coroutines.Continuation");
    }

    /**
     * Returns whether an abstract method has a body in Kotlin, which was compiled to
     * where Java finds none.
     */
    static boolean hasDetachedBody(Method method) {
        return Arrays.stream(method.getDeclaringClass().getDeclaredClasses())
            .filter((nested) -> nested.getSimpleName().equals("DefaultImpls"))
            .flatMap((nested) -> Arrays.stream(nested.getDeclaredMethods()))
            .anyMatch((body) -> body.getName().equals(method.getName()));
    }

    /**
     * Returns whether an interface has overridden an abstract method with types of its
     * own; Java's compiler would have put a bridge there.
     */
    static boolean isOverridden(Method method, Class<?> type) {
        return Arrays.stream(type.getMethods())
            .anyMatch((other) -> !other.equals(method) && other.getName().equals(method.getName())
                    && other.getParameterCount() == method.getParameterCount()
                    && method.getDeclaringClass().isAssignableFrom(other.getDeclaringClass()));
    }

    /**
     * Returns whether a declaration's type has a question mark.
     * @param declaration a parameter, a method for its result, or a record component
     */
    static boolean isNullable(AnnotatedElement declaration) {
        if (declaration instanceof Parameter parameter) {
            return reflects(parameter.getDeclaringExecutable().getDeclaringClass())
                    && Reflection.isParameterNullable(parameter);
        }
        if (declaration instanceof Method method) {
            return reflects(method.getDeclaringClass()) && Reflection.isResultNullable(method);
        }
        return declaration instanceof RecordComponent component && reflects(component.getDeclaringRecord())
                && Reflection.isComponentNullable(component);
    }

    private static boolean reflects(Class<?> type) {
        return REFLECTS && isKotlin(type);
    }

    /** Loaded only where kotlin-reflect is there. */
    private static final class Reflection {

        static boolean isParameterNullable(Parameter parameter) {
            Method method = (Method) parameter.getDeclaringExecutable();
            int index = List.of(method.getParameters()).indexOf(parameter);
            return function(method).map((function) -> arguments(function).get(index))
                .filter((argument) -> isNullable(argument.getType()))
                .isPresent();
        }

        /** What Java passes: a receiver of an extension among them. */
        private static List<KParameter> arguments(KFunction<?> function) {
            return function.getParameters()
                .stream()
                .filter((parameter) -> parameter.getKind() != KParameter.Kind.INSTANCE)
                .toList();
        }

        static boolean isResultNullable(Method method) {
            return function(method).filter((function) -> isNullable(function.getReturnType())).isPresent();
        }

        static boolean isComponentNullable(RecordComponent component) {
            return properties(component.getDeclaringRecord()).stream()
                .filter((property) -> property.getName().equals(component.getName()))
                .anyMatch((property) -> isNullable(property.getReturnType()));
        }

        private static Optional<KFunction<?>> function(Method method) {
            KFunction<?> function = ReflectJvmMapping.getKotlinFunction(method);
            return (function != null) ? Optional.of(function) : accessor(method);
        }

        private static Optional<KFunction<?>> accessor(Method method) {
            for (KProperty1<?, ?> property : properties(method.getDeclaringClass())) {
                if (method.equals(ReflectJvmMapping.getJavaGetter(property))) {
                    return Optional.of(property.getGetter());
                }
                if (property instanceof KMutableProperty<?> mutable
                        && method.equals(ReflectJvmMapping.getJavaSetter(mutable))) {
                    return Optional.of(mutable.getSetter());
                }
            }
            return Optional.empty();
        }

        private static List<? extends KProperty1<?, ?>> properties(Class<?> type) {
            return List.copyOf(KClasses.getDeclaredMemberProperties(JvmClassMappingKt.getKotlinClass(type)));
        }

        /** A value class stands for what it holds, which can be null by itself. */
        private static boolean isNullable(KType type) {
            return type.isMarkedNullable()
                    || (type.getClassifier() instanceof KClass<?> held && held.isValue() && isNullable(held(held)));
        }

        private static KType held(KClass<?> valueClass) {
            return Objects.requireNonNull(KClasses.getPrimaryConstructor(valueClass)).getParameters().get(0).getType();
        }

    }

}
