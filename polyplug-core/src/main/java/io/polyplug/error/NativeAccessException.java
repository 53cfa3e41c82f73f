package io.polyplug.error;

import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when a runtime is built in a JVM that denies native access to the code which
 * needs it.
 */
public final class NativeAccessException extends PolyplugException {

    private static final long serialVersionUID = 1L;

    private final String option;

    private final @Nullable String manifestLine;

    /**
     * Creates the exception.
     * @param option the option of the JVM that gives access
     * @param manifestLine the line of an executable jar's manifest that does the same, if
     * there is one
     * @param message what went wrong, why, and what to do
     * @param cause the refusal of the JVM
     */
    public NativeAccessException(String option, @Nullable String manifestLine, String message,
            @Nullable Throwable cause) {
        super(message, cause);
        this.option = option;
        this.manifestLine = manifestLine;
    }

    /**
     * {@return the option with which the JVM has to be started: {@code
     * --enable-native-access=} and a module, or {@code ALL-UNNAMED}}
     */
    public String option() {
        return this.option;
    }

    /**
     * {@return the line that the manifest of an executable jar may have instead; empty
     * for a named module, which only the option can name}
     */
    public Optional<String> manifestLine() {
        return Optional.ofNullable(this.manifestLine);
    }

}
