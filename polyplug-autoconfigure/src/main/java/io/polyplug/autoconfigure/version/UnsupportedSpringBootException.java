package io.polyplug.autoconfigure.version;

/**
 * Thrown at start-up when Spring Boot is too old.
 */
final class UnsupportedSpringBootException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnsupportedSpringBootException(String found) {
        super("polyplug needs Spring Boot 4.0 or later, and this application has " + found);
    }

}
