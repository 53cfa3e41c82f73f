package io.polyplug.test.autoconfigure;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;
import org.springframework.test.context.TestContextAnnotationUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Finds the fields with {@link GuestBundle} of a test class, and of those around it.
 */
final class GuestBundleContextCustomizerFactory implements ContextCustomizerFactory {

    @Override
    public ContextCustomizer createContextCustomizer(Class<?> testClass,
            List<ContextConfigurationAttributes> configAttributes) {
        Set<Field> fields = new LinkedHashSet<>();
        collectFields(testClass, fields);
        return new GuestBundleContextCustomizer(fields);
    }

    private static void collectFields(Class<?> testClass, Set<Field> fields) {
        if (TestContextAnnotationUtils.searchEnclosingClass(testClass)) {
            collectFields(testClass.getEnclosingClass(), fields);
        }
        ReflectionUtils.doWithFields(testClass, (field) -> fields.add(requireStatic(field)),
                (field) -> MergedAnnotations.from(field).isPresent(GuestBundle.class));
    }

    private static Field requireStatic(Field field) {
        if (!Modifier.isStatic(field.getModifiers())) {
            throw new IllegalStateException("Field '" + field.getName() + "' of " + field.getDeclaringClass().getName()
                    + " has @GuestBundle and is not static: bundles are loaded before there is an object of the test."
                    + " Make the field static");
        }
        return field;
    }

}
