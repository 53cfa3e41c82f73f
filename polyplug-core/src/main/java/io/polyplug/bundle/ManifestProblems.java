package io.polyplug.bundle;

import java.nio.file.Path;

import io.polyplug.error.Explanation;
import io.polyplug.error.ManifestException;
import org.jspecify.annotations.Nullable;

/**
 * Makes the exceptions of one manifest: each names the file as its user knows it.
 *
 * @param shownAs the path that messages name
 */
record ManifestProblems(Path shownAs) {

    ManifestException at(String field, String reason, String cure) {
        return because(field, reason, cure, null);
    }

    ManifestException because(String field, String reason, String cure, @Nullable Throwable cause) {
        String shown = this.shownAs + ": " + reason;
        return new ManifestException(this.shownAs, field, new Explanation(shown, shown, cure), cause);
    }

    /**
     * For what is said of the bundle rather than of the file: a clause without subject.
     */
    ManifestException ofBundle(String field, String bundleName, String reason, String cure) {
        return new ManifestException(this.shownAs, field, new Explanation(
                this.shownAs + ": bundle '" + bundleName + "' " + reason, this.shownAs + ": it " + reason, cure));
    }

}
