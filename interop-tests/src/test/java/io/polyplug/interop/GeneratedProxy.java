package io.polyplug.interop;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * A proxy of a contract that was generated while the test runs, called by the names of
 * its methods.
 */
final class GeneratedProxy {

    private final Class<?> type;

    private final Object proxy;

    private final Set<String> called = new TreeSet<>();

    GeneratedProxy(Class<?> type, Object proxy) {
        this.type = type;
        this.proxy = proxy;
    }

    @Nullable Object call(String name, Object... arguments) {
        this.called.add(name);
        Method method = Stream.of(this.type.getMethods())
            .filter((each) -> each.getName().equals(name))
            .findFirst()
            .orElseThrow(() -> new AssertionError(this.type + " has no method " + name));
        try {
            return method.invoke(this.proxy, arguments);
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

    /** Returns the methods that nobody has called yet. */
    Set<String> neverCalled() {
        Set<String> names = new TreeSet<>(Stream.of(this.type.getMethods()).map(Method::getName).toList());
        names.removeAll(this.called);
        return names;
    }

}
