package io.polyplug.error;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when a bundle's {@code manifest.toml} cannot be read or says something that is
 * not allowed.
 */
public final class ManifestException extends PolyplugException {

    private static final long serialVersionUID = 1L;

    private final transient Path file;

    private final String field;

    /**
     * Creates the exception.
     * @param file the manifest file
     * @param field the offending key, or an empty text where the file as a whole is
     * unreadable
     * @param message what went wrong, why, and what to do
     */
    public ManifestException(Path file, String field, String message) {
        this(file, field, message, null);
    }

    /**
     * Creates the exception.
     * @param file the manifest file
     * @param field the offending key, or an empty text where the file as a whole is
     * unreadable
     * @param message what went wrong, why, and what to do
     * @param cause the failure behind it, if there is one
     */
    public ManifestException(Path file, String field, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.file = file;
        this.field = field;
    }

    /**
     * Creates the exception.
     * @param file the manifest file
     * @param field the offending key, or an empty text where the file as a whole is
     * unreadable
     * @param explanation what went wrong, why, and what to do
     */
    public ManifestException(Path file, String field, Explanation explanation) {
        this(file, field, explanation, null);
    }

    /**
     * Creates the exception.
     * @param file the manifest file
     * @param field the offending key, or an empty text where the file as a whole is
     * unreadable
     * @param explanation what went wrong, why, and what to do
     * @param cause the failure behind it, if there is one
     */
    public ManifestException(Path file, String field, Explanation explanation, @Nullable Throwable cause) {
        super(explanation, cause);
        this.file = file;
        this.field = field;
    }

    /**
     * {@return the manifest file}
     */
    public Path file() {
        return this.file;
    }

    /**
     * {@return the offending key, or an empty text where the file as a whole is
     * unreadable}
     */
    public String field() {
        return this.field;
    }

}
