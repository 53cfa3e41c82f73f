package io.polyplug.codegen.java;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import io.polyplug.codegen.api.Api;
import io.polyplug.codegen.api.Contract;
import io.polyplug.codegen.java.naming.JavaNames;

/**
 * The sources of an api, compiled and loaded. Immutable.
 *
 * @param packageName where the types are
 * @param loader what loads them
 */
record GeneratedTypes(String packageName, ClassLoader loader) {

    static GeneratedTypes of(Api api, String packageName, Path classes) {
        return new GeneratedTypes(packageName, Compilation.load(JavaSources.of(api, packageName), classes));
    }

    Class<?> type(String simpleName) {
        try {
            return Class.forName(this.packageName + "." + simpleName, true, this.loader);
        }
        catch (ClassNotFoundException ex) {
            throw new AssertionError(ex);
        }
    }

    /**
     * Returns the interfaces of contracts, in the order of the api.
     */
    List<Class<?>> contracts(Api api) {
        return Stream.concat(api.guestContracts().stream(), api.hostContracts().stream())
            .map(Contract::simpleName)
            .map(JavaNames::type)
            .<Class<?>>map(this::type)
            .toList();
    }

    Object record(String simpleName, Object... components) {
        try {
            return type(simpleName)
                .getConstructor(Stream.of(type(simpleName).getRecordComponents())
                    .map(RecordComponent::getType)
                    .toArray(Class<?>[]::new))
                .newInstance(components);
        }
        catch (ReflectiveOperationException ex) {
            throw new AssertionError(ex);
        }
    }

    /**
     * Returns what a static field holds, such as a constant of an enum.
     */
    Object constant(String simpleName, String name) {
        try {
            return type(simpleName).getField(name).get(null);
        }
        catch (ReflectiveOperationException ex) {
            throw new AssertionError(ex);
        }
    }

    /**
     * Calls the one method of a name.
     */
    static Object call(Class<?> type, Object target, String name, Object... arguments) {
        Method method = Stream.of(type.getMethods())
            .filter((one) -> one.getName().equals(name))
            .findFirst()
            .orElseThrow(() -> new AssertionError("no method " + name));
        try {
            return method.invoke(target, arguments);
        }
        catch (InvocationTargetException ex) {
            if (ex.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new AssertionError(ex);
        }
        catch (IllegalAccessException ex) {
            throw new AssertionError(ex);
        }
    }

}
