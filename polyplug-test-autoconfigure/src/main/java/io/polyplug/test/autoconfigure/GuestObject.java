package io.polyplug.test.autoconfigure;

import java.lang.reflect.Field;
import java.util.List;
import java.util.function.Supplier;

import io.polyplug.InProcessBundle;
import io.polyplug.contract.GuestContract;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * An object with {@link GuestBundle}.
 *
 * @param declaration where it is declared, in words
 * @param bundleName the name of its bundle
 * @param version the version of its bundle
 * @param object gives the object
 */
record GuestObject(String declaration, String bundleName, String version, Supplier<@Nullable Object> object) {

    static GuestObject of(Field field, MergedAnnotation<GuestBundle> annotation) {
        return of("Field '" + field.getName() + "' of " + field.getDeclaringClass().getName(), annotation, () -> {
            ReflectionUtils.makeAccessible(field);
            return ReflectionUtils.getField(field, null);
        });
    }

    static GuestObject of(String beanName, BeanFactory beanFactory, MergedAnnotation<GuestBundle> annotation) {
        return of("Bean '" + beanName + "'", annotation, () -> beanFactory.getBean(beanName));
    }

    private static GuestObject of(String declaration, MergedAnnotation<GuestBundle> annotation,
            Supplier<@Nullable Object> object) {
        String name = annotation.getString("name");
        if (name.isBlank()) {
            throw new IllegalStateException(
                    declaration + " has @GuestBundle without a name. Give the name of the bundle that it is part of");
        }
        return new GuestObject(declaration, name, annotation.getString("version"), object);
    }

    InProcessBundle addTo(InProcessBundle bundle) {
        Object found = this.object.get();
        if (found == null) {
            throw new IllegalStateException(this.declaration
                    + " has @GuestBundle and is null. Give it an object when the class is initialised");
        }
        List<Class<?>> contracts = contracts(found.getClass());
        if (contracts.isEmpty()) {
            throw new IllegalStateException(this.declaration + " has @GuestBundle, and its " + found.getClass()
                    + " implements no interface with @GuestContract. Implement one, or remove the annotation");
        }
        InProcessBundle more = bundle;
        for (Class<?> contract : contracts) {
            more = provide(more, contract, found);
        }
        return more;
    }

    private static <T> InProcessBundle provide(InProcessBundle bundle, Class<T> contract, Object object) {
        return bundle.provide(contract, contract.cast(object));
    }

    /** Without those that another one extends: the same functions may be in both. */
    private static List<Class<?>> contracts(Class<?> type) {
        List<Class<?>> all = ClassUtils.getAllInterfacesForClassAsSet(type)
            .stream()
            .<Class<?>>map((each) -> each)
            .filter((each) -> each.isAnnotationPresent(GuestContract.class))
            .toList();
        return all.stream()
            .filter((each) -> all.stream().noneMatch((other) -> other != each && each.isAssignableFrom(other)))
            .toList();
    }

}
