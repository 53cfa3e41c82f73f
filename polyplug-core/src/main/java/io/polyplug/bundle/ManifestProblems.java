package io.polyplug.bundle;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

import io.polyplug.error.Explanation;
import io.polyplug.error.ManifestException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the rules of one manifest tell what is wrong. Each problem names the file as its
 * user knows it. Either the first problem ends the reading, by an exception, or all are
 * kept, and reading goes on with what is left. Not thread-safe.
 */
final class ManifestProblems {

    private static final Logger logger = LoggerFactory.getLogger("polyplug.manifest");

    private final Path shownAs;

    private final Consumer<ManifestException> mistakes;

    private final Consumer<ManifestException> remarks;

    private final Set<String> told = new HashSet<>();

    /** Whether there was anything to say, be it told, logged or let pass. */
    private boolean found;

    /** Fields of which nothing is known, so that no rule can be asked about them. */
    private Set<String> unread = Set.of();

    /**
     * Creates it.
     * @param shownAs the path that messages name
     * @param mistakes takes what the manifest must not say; may throw it
     * @param remarks takes what is allowed and hardly meant
     */
    ManifestProblems(Path shownAs, Consumer<ManifestException> mistakes, Consumer<ManifestException> remarks) {
        this.shownAs = shownAs;
        this.mistakes = mistakes;
        this.remarks = remarks;
    }

    /** The first mistake is thrown, remarks are logged. */
    static ManifestProblems throwing(Path shownAs) {
        return new ManifestProblems(shownAs, (mistake) -> {
            throw mistake;
        }, (remark) -> logger.warn("{}", remark.getMessage()));
    }

    /** Tells a mistake, unless it follows from another one. */
    void tell(String field, String reason, String cure) {
        tell(at(field, reason, cure));
    }

    void tell(ManifestException mistake) {
        if (isRead(mistake.field())) {
            this.told.add(mistake.field());
            this.mistakes.accept(mistake);
        }
    }

    void remark(String field, String reason, String cure) {
        this.remarks.accept(at(field, reason, cure));
    }

    /** From here on rules are checked: what could not be read is not told once more. */
    void readingHasEnded() {
        this.unread = Set.copyOf(this.told);
    }

    /** Returns whether a field could be read, or is not there. */
    boolean isRead(String field) {
        return !this.unread.contains(field);
    }

    /** Returns whether there was nothing to say: no mistake, and no remark. */
    boolean areNone() {
        return !this.found;
    }

    boolean areToldOf(String field) {
        return this.told.contains(field);
    }

    ManifestException at(String field, String reason, String cure) {
        return because(field, reason, cure, null);
    }

    ManifestException because(String field, String reason, String cure, @Nullable Throwable cause) {
        this.found = true;
        String shown = this.shownAs + ": " + reason;
        return new ManifestException(this.shownAs, field, new Explanation(shown, shown, cure), cause);
    }

    /**
     * For what is said of the bundle rather than of the file: a clause without subject.
     */
    ManifestException ofBundle(String field, String bundleName, String reason, String cure) {
        this.found = true;
        return new ManifestException(this.shownAs, field, new Explanation(
                this.shownAs + ": bundle '" + bundleName + "' " + reason, this.shownAs + ": it " + reason, cure));
    }

}
