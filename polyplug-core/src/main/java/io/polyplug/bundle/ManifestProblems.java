package io.polyplug.bundle;

import java.nio.file.Path;

import io.polyplug.error.ManifestException;
import org.jspecify.annotations.Nullable;

/**
 * Makes the exceptions of one manifest: each names the file as its user knows it.
 *
 * @param shownAs the path that messages name
 */
record ManifestProblems(Path shownAs) {

    ManifestException at(String field, String text) {
        return because(field, text, null);
    }

    ManifestException because(String field, String text, @Nullable Throwable cause) {
        return new ManifestException(this.shownAs, field, this.shownAs + ": " + text, cause);
    }

}
