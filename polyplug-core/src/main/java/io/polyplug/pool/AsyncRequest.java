package io.polyplug.pool;

import org.jspecify.annotations.Nullable;

import io.polyplug.error.PolyplugException;

/**
 * A call that is to be made. Immutable, and asked by any thread.
 */
public interface AsyncRequest {

    /**
     * {@return the name of the contract that is called}
     */
    String contractName();

    /**
     * {@return the name of the bundle that would be called now, or {@code null} if there
     * is nobody}
     */
    @Nullable String bundleName();

    /**
     * {@return why the call cannot be made now, or {@code null} if there is somebody to
     * call} Waits for nothing.
     */
    @Nullable PolyplugException refusal();

    /**
     * Makes the call.
     * @return the result
     * @throws RuntimeException what a call on the calling thread would throw
     */
    @Nullable Object call();

}
