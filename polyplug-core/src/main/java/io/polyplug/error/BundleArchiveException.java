package io.polyplug.error;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when a bundle archive, a {@code .ppb} file, cannot be read as one, holds what
 * none may hold, or cannot be made of what was given for it.
 */
public final class BundleArchiveException extends PolyplugException {

    private static final long serialVersionUID = 1L;

    private final transient Path archive;

    private final String entry;

    /**
     * Creates the exception.
     * @param archive the archive
     * @param entry the path in the archive of what is wrong, or an empty text where that
     * is the archive as a whole
     * @param explanation what went wrong, why, and what to do
     */
    public BundleArchiveException(Path archive, String entry, Explanation explanation) {
        this(archive, entry, explanation, null);
    }

    /**
     * Creates the exception.
     * @param archive the archive
     * @param entry the path in the archive of what is wrong, or an empty text where that
     * is the archive as a whole
     * @param explanation what went wrong, why, and what to do
     * @param cause the failure behind it, if there is one
     */
    public BundleArchiveException(Path archive, String entry, Explanation explanation, @Nullable Throwable cause) {
        super(explanation, cause);
        this.archive = archive;
        this.entry = entry;
    }

    /**
     * {@return the archive; {@code null} after the exception was deserialized}
     */
    public Path archive() {
        return this.archive;
    }

    /**
     * {@return the path in the archive of what is wrong, control characters escaped, or
     * an empty text where that is the archive as a whole}
     */
    public String entry() {
        return this.entry;
    }

}
