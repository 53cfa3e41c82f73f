package io.polyplug.interop;

/**
 * Says what is not on this machine, so that tests are skipped.
 */
final class MissingToolException extends Exception {

    private static final long serialVersionUID = 1L;

    MissingToolException(String message) {
        super(message);
    }

}
