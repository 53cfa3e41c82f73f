package io.polyplug.error;

import io.polyplug.contract.GuestContractHandle;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when a handle does not name a registered implementation, or no longer does.
 */
public final class StaleHandleException extends PolyplugException {

    private static final long serialVersionUID = 1L;

    private final transient GuestContractHandle handle;

    /**
     * Creates the exception.
     * @param handle the handle
     * @param message what went wrong, why, and what to do
     */
    public StaleHandleException(GuestContractHandle handle, String message) {
        this(handle, message, null);
    }

    /**
     * Creates the exception.
     * @param handle the handle
     * @param message what went wrong, why, and what to do
     * @param cause the failure behind it, if there is one
     */
    public StaleHandleException(GuestContractHandle handle, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.handle = handle;
    }

    /**
     * {@return the handle}
     */
    public GuestContractHandle handle() {
        return this.handle;
    }

}
