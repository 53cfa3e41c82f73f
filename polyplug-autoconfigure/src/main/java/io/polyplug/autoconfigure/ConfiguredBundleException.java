package io.polyplug.autoconfigure;

import java.util.function.UnaryOperator;

import io.polyplug.error.PolyplugException;

/**
 * Thrown at start-up when a bundle that the application's beans or properties name cannot
 * be loaded; its cause says why.
 */
final class ConfiguredBundleException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient UnaryOperator<String> shown;

    ConfiguredBundleException(PolyplugException cause, UnaryOperator<String> shown) {
        super(shown.apply(String.valueOf(cause.getMessage())), cause);
        this.shown = shown;
    }

    /** Returns a text with what the properties name in the place of copies of it. */
    String shown(String text) {
        return this.shown.apply(text);
    }

}
