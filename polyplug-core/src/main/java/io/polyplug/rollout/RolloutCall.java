package io.polyplug.rollout;

import java.lang.reflect.Method;
import java.util.Collections;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A call that is about to be made, told to those who decide which version gets it.
 *
 * @param bundleName the bundle that is called
 * @param contractName the contract's name, without its version
 * @param method the method of the contract's Java interface
 * @param arguments the arguments of the call, unmodifiable; what they are themselves must
 * not be changed
 */
public record RolloutCall(String bundleName, String contractName, Method method, List<@Nullable Object> arguments) {

    /**
     * Creates the call with a view of the arguments.
     */
    public RolloutCall {
        arguments = Collections.unmodifiableList(arguments);
    }

}
