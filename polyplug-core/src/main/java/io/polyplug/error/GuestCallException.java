package io.polyplug.error;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when a guest answers a call with an error, or with a value that its contract
 * does not allow.
 */
public final class GuestCallException extends PolyplugException {

    private static final long serialVersionUID = 1L;

    private final int code;

    private final @Nullable String guestMessage;

    /**
     * Creates the exception.
     * @param code the ABI error code: 1-99 from the runtime or glue, 100-199 about host
     * contracts, 256 and above chosen by the plugin (docs/abi.md 2.2)
     * @param guestMessage the message that the guest gave, or {@code null}
     * @param message what went wrong, why, and what to do
     */
    public GuestCallException(int code, @Nullable String guestMessage, String message) {
        this(code, guestMessage, message, null);
    }

    /**
     * Creates the exception.
     * @param code the ABI error code: 1-99 from the runtime or glue, 100-199 about host
     * contracts, 256 and above chosen by the plugin (docs/abi.md 2.2)
     * @param guestMessage the message that the guest gave, or {@code null}
     * @param message what went wrong, why, and what to do
     * @param cause the failure behind it, if there is one
     */
    public GuestCallException(int code, @Nullable String guestMessage, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
        this.guestMessage = guestMessage;
    }

    /**
     * {@return the ABI error code: 1-99 from the runtime or glue, 100-199 about host
     * contracts, 256 and above chosen by the plugin (docs/abi.md 2.2)}
     */
    public int code() {
        return this.code;
    }

    /**
     * {@return the message that the guest gave, or {@code null}}
     */
    public @Nullable String guestMessage() {
        return this.guestMessage;
    }

}
