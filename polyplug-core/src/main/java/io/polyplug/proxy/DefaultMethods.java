package io.polyplug.proxy;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Runs the default methods of a contract interface. Immutable and thread-safe.
 * <p>
 * Those of an interface that is not public cannot be reached the way the JDK offers for
 * proxies, so a lookup into the interface finds them, once.
 */
final class DefaultMethods {

    private final Map<Method, MethodHandle> hidden = new HashMap<>();

    /**
     * Finds the default methods.
     * @throws IllegalArgumentException if one cannot be reached
     */
    DefaultMethods(Class<?> type) {
        for (Method method : type.getMethods()) {
            if (method.isDefault() && !Modifier.isPublic(method.getDeclaringClass().getModifiers())) {
                this.hidden.put(method, find(method));
            }
        }
    }

    private static MethodHandle find(Method method) {
        Class<?> owner = method.getDeclaringClass();
        try {
            // A lookup into another module wants that ours reads it.
            DefaultMethods.class.getModule().addReads(owner.getModule());
            return MethodHandles.privateLookupIn(owner, MethodHandles.lookup())
                .unreflectSpecial(method, owner)
                .asFixedArity();
        }
        catch (IllegalAccessException ex) {
            throw new IllegalArgumentException("Default method " + method.getName() + " of " + owner.getName()
                    + " cannot be reached. Make the interface public or open its package", ex);
        }
    }

    @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
        MethodHandle found = this.hidden.get(method);
        if (found == null) {
            return InvocationHandler.invokeDefault(proxy, method, arguments);
        }
        MethodHandle bound = found.bindTo(proxy);
        return (arguments != null) ? bound.invokeWithArguments(arguments) : bound.invokeWithArguments();
    }

}
