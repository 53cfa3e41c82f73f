package io.polyplug.ffi;

/**
 * Others keep the thread that opens and closes libraries busy: nothing was done.
 */
public final class LibraryBusyException extends LibraryException {

    private static final long serialVersionUID = 1L;

    LibraryBusyException(String message) {
        super(message);
    }

}
