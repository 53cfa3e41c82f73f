package io.polyplug.ffi;

/**
 * A refusal of the system's loader, in its own words.
 */
public sealed class LibraryException extends RuntimeException permits LibraryBusyException {

    private static final long serialVersionUID = 1L;

    LibraryException(String message) {
        super(message);
    }

}
