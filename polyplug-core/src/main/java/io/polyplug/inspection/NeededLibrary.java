package io.polyplug.inspection;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.UnaryOperator;

import io.polyplug.library.ExaminedLibraries;

/**
 * A library that another one needs. Immutable.
 *
 * @param name the name under which it is needed
 * @param place where it is
 * @param file its file, where that is known
 */
public record NeededLibrary(String name, Place place, Optional<Path> file) {

    static NeededLibrary of(ExaminedLibraries.Needed needed, UnaryOperator<Path> shown) {
        return new NeededLibrary(needed.name(), switch (needed.place()) {
            case BUNDLE -> Place.BUNDLE;
            case SYSTEM -> Place.SYSTEM;
            case MISSING -> Place.MISSING;
            case UNKNOWN -> Place.UNKNOWN;
        }, needed.file().map(shown));
    }

    /**
     * Where a needed library is.
     */
    public enum Place {

        /** In the bundle's folder, and found there. */
        BUNDLE,

        /** Elsewhere on this system. */
        SYSTEM,

        /** Nowhere where the system would look. */
        MISSING,

        /** Not to be told here. */
        UNKNOWN

    }

}
