package io.polyplug.files;

import java.io.IOException;
import java.nio.file.Path;

import io.polyplug.error.BundleLoadException;
import io.polyplug.error.Explanation;
import io.polyplug.zip.BundlePath;
import org.jspecify.annotations.Nullable;

/**
 * Makes the exceptions of one copy.
 *
 * @param bundleName what messages call the bundle
 * @param source the bundle as its user knows it
 * @param target where it is copied to
 */
record CopyProblems(String bundleName, Path source, Path target) {

    BundleLoadException refused(String reason, String cure, @Nullable Exception cause) {
        return new BundleLoadException(this.bundleName,
                new Explanation("Bundle '" + this.bundleName + "' (" + this.source + ") was not loaded: " + reason,
                        this.source + ": " + reason, cure),
                cause);
    }

    BundleLoadException changed(@Nullable String file, @Nullable Exception cause) {
        return wasChanged("'" + file + "' in its folder", cause);
    }

    BundleLoadException archiveChanged(@Nullable Exception cause) {
        return wasChanged("its archive", cause);
    }

    private BundleLoadException wasChanged(String what, @Nullable Exception cause) {
        return refused(what + " was changed while it was copied", "Finish writing it and try again", cause);
    }

    /** Has the system's words with the user's path where they name our copy. */
    BundleLoadException unreadable(IOException cause) {
        String what = BundlePath.isNamedLikeOne(this.source) ? "its archive" : "its folder";
        return refused(
                what + " could not be copied: " + cause.getClass().getSimpleName() + ": "
                        + BundlePath.shown(String.valueOf(cause.getMessage()), this.target, this.source),
                "Let this process read " + what.replace("its", "the")
                        + " and write to the work directory, with room there for the copy",
                cause);
    }

}
