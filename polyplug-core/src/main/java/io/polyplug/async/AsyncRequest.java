package io.polyplug.async;

import org.jspecify.annotations.Nullable;

import io.polyplug.error.PolyplugException;

/**
 * A call that is to be made. Immutable, and asked by any thread.
 */
public interface AsyncRequest {

    /**
     * Returns what is called.
     * @return the contract's name
     */
    String contractName();

    /**
     * Returns who would be called now.
     * @return the bundle's name, or {@code null} if there is nobody
     */
    @Nullable String bundleName();

    /**
     * Returns why the call cannot be made now. Waits for nothing.
     * @return the failure, or {@code null} if there is somebody to call
     */
    @Nullable PolyplugException refusal();

    /**
     * Makes the call.
     * @return the result
     * @throws RuntimeException what a call on the calling thread would throw
     */
    @Nullable Object call();

}
