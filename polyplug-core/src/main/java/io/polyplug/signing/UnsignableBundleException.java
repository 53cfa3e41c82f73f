package io.polyplug.signing;

import java.io.IOException;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when a folder holds what no signature covers. The message is a clause.
 */
final class UnsignableBundleException extends IOException {

    private static final long serialVersionUID = 1L;

    UnsignableBundleException(String message) {
        this(message, null);
    }

    UnsignableBundleException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

}
