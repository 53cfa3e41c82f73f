package io.polyplug.autoconfigure.contract;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.DependencyDescriptor;
import org.springframework.core.MethodParameter;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;

/**
 * The name of a bundle in the annotations of an injection point: the text of a
 * {@link Qualifier}, of an annotation that carries one, or of {@code @Named}.
 */
final class BundleQualifier {

    private BundleQualifier() {
    }

    /**
     * Returns the bundle that an injection point names. As for any qualifier, one on a
     * constructor or a setter counts for its parameters.
     */
    static @Nullable String of(DependencyDescriptor descriptor) {
        String bundleName = of(descriptor.getAnnotations());
        MethodParameter parameter = descriptor.getMethodParameter();
        if (bundleName == null && parameter != null && isConstructorOrSetter(parameter.getMethod())) {
            bundleName = of(parameter.getMethodAnnotations());
        }
        return bundleName;
    }

    static @Nullable String of(Annotation... annotations) {
        MergedAnnotations merged = MergedAnnotations.from(annotations);
        String bundleName = text(merged.get(Qualifier.class));
        return (bundleName != null) ? bundleName : text(merged.get("jakarta.inject.Named"));
    }

    private static boolean isConstructorOrSetter(@Nullable Method method) {
        return method == null || method.getReturnType() == void.class;
    }

    /**
     * A qualifier without a text marks an annotation as a qualifier, and names nothing.
     */
    private static @Nullable String text(MergedAnnotation<?> annotation) {
        return annotation.getValue(MergedAnnotation.VALUE, String.class).filter((text) -> !text.isEmpty()).orElse(null);
    }

}
