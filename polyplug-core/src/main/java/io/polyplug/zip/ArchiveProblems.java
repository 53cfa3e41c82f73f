package io.polyplug.zip;

import java.nio.file.Path;

import io.polyplug.error.BundleArchiveException;
import io.polyplug.error.Explanation;
import org.jspecify.annotations.Nullable;

/**
 * Makes the exceptions of one archive.
 *
 * @param archive the archive as its user knows it
 * @param verb what was to be done with it, such as {@code read}
 */
public record ArchiveProblems(Path archive, String verb) {

    /** For what somebody else's tool made, or made of it. */
    static final String PACK_ANEW = "Pack it anew, with polyplug pack or zip -r, or copy it once more";

    /**
     * Returns the exception for an archive that is to be read.
     * @param archive the archive as its user knows it
     * @return what makes its exceptions
     */
    public static ArchiveProblems reading(Path archive) {
        return new ArchiveProblems(archive, "read");
    }

    /**
     * Returns the exception for an archive that is to be made.
     * @param archive the archive
     * @return what makes its exceptions
     */
    public static ArchiveProblems packing(Path archive) {
        return new ArchiveProblems(archive, "packed");
    }

    /**
     * Explains what is wrong with the archive as a whole.
     * @param reason what, as the rest of a sentence about it
     * @param cure what to do
     * @return the exception
     */
    public BundleArchiveException of(String reason, String cure) {
        return at("", reason, cure, null);
    }

    /**
     * Explains what is wrong with an entry.
     * @param entry its path, as the archive has it
     * @param reason what, as the rest of a sentence about it
     * @param cure what to do
     * @return the exception
     */
    public BundleArchiveException at(String entry, String reason, String cure) {
        return at(entry, reason, cure, null);
    }

    /**
     * Explains what is wrong with an entry.
     * @param entry its path, as the archive has it; empty for the archive as a whole
     * @param reason what, as the rest of a sentence about it
     * @param cure what to do
     * @param cause the failure behind it, if there is one
     * @return the exception
     */
    public BundleArchiveException at(String entry, String reason, String cure, @Nullable Throwable cause) {
        String shown = EntryName.printable(entry);
        String what = (entry.isEmpty() ? "it " : "its entry '" + shown + "' ") + reason;
        return new BundleArchiveException(this.archive, shown,
                new Explanation("Bundle archive " + this.archive + " cannot be " + this.verb + ": " + what,
                        this.archive + ": " + what, cure),
                cause);
    }

}
