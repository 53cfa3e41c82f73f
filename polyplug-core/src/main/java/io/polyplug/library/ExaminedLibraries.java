package io.polyplug.library;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import io.polyplug.elf.ElfTrait;

/**
 * What was found in a bundle's libraries for one platform. Immutable.
 *
 * @param libraries the libraries in the bundle, its own one first
 * @param stays why they would stay mapped when nobody uses them any more
 */
public record ExaminedLibraries(List<Library> libraries, List<Stay> stays) {

    /** Where a needed library is. */
    public enum Place {

        /** In the bundle's folder. */
        BUNDLE,

        /** Elsewhere on this system. */
        SYSTEM,

        /** Where the system does not look, or nowhere. */
        MISSING,

        /** On a system that this one is not. */
        UNKNOWN

    }

    /**
     * A library.
     *
     * @param file its file
     * @param processor what it was built for
     * @param needed what it needs
     * @param searchPath where it wants that to be searched
     * @param glibc the newest version of glibc of which it needs something
     * @param exports what it has of a bundle's symbols
     * @param undefined what nobody has that it needs
     * @param traits what its symbols tell of it
     */
    public record Library(Path file, String processor, List<Needed> needed, List<String> searchPath,
            Optional<String> glibc, Set<String> exports, Set<String> undefined, Set<ElfTrait> traits) {

        Library lacking(Set<String> names) {
            return new Library(this.file, this.processor, this.needed, this.searchPath, this.glibc, this.exports, names,
                    this.traits);
        }

    }

    /**
     * A library that another one needs.
     *
     * @param name under which name
     * @param place where it is
     * @param file its file, if that is known
     */
    public record Needed(String name, Place place, Optional<Path> file) {
    }

    /**
     * Why a library stays mapped.
     *
     * @param certain whether it does so in any case
     * @param cause what was found
     * @param cure what its author can do
     */
    public record Stay(boolean certain, String cause, Optional<String> cure) {

        static Stay of(Residence residence, boolean certain) {
            return new Stay(certain, residence.cause(), residence.cure());
        }

    }

}
