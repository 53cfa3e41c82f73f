package io.polyplug.library;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

import io.polyplug.error.BundleLoadException;
import io.polyplug.loader.BundleFiles;

/**
 * Why a bundle's library is not used.
 *
 * @param reason what is wrong, as the rest of a sentence about the library
 * @param cure what to do, one sentence without its full stop
 */
record LibraryRefusal(String reason, String cure) {

    /** The symbols by which a bundle is begun. */
    static LibraryRefusal ofMissing(String symbol) {
        return new LibraryRefusal("does not export " + symbol + ": init symbol missing",
                "Export it with default visibility");
    }

    BundleLoadException of(BundleFiles source) {
        return of(source, null);
    }

    BundleLoadException of(BundleFiles source, @Nullable Throwable cause) {
        return new BundleLoadException(source.manifest().name(),
                "its library " + source.shown(Path.of(source.manifest().file())) + " " + this.reason, this.cure, cause);
    }

}
