package io.polyplug.inspection;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

import io.polyplug.elf.ElfFile;
import io.polyplug.elf.ElfNames;
import io.polyplug.elf.ElfTrait;
import io.polyplug.error.BundleLoadException;
import io.polyplug.library.ExaminedLibraries;
import io.polyplug.platform.Platform;

/**
 * A Linux library in a bundle, as its own headers describe it. Immutable.
 *
 * @param file its file
 * @param processor the processor that it was built for, such as {@code x86_64}
 * @param needed the libraries that it needs, in the order in which they are searched
 * @param searchPath the folders in which it wants them to be searched first, as they are
 * written ({@code RUNPATH}, else {@code RPATH})
 * @param glibc the newest version of glibc of which it needs something, such as
 * {@code 2.34}; nothing where that is not told
 * @param exports the symbols of a bundle that it has, in order: those that begin with
 * {@code polyplug_}
 * @param undefined names that it needs and nobody has, in order: neither a library of the
 * bundle, nor one of this system that these need, nor the JVM. None where that cannot be
 * told, for a library is missing or it was built for another platform
 * @param traits what its symbols tell about what it does to a process, each as a clause
 * without a subject
 */
public record LibraryInspection(Path file, String processor, List<NeededLibrary> needed, List<String> searchPath,
        Optional<String> glibc, List<String> exports, List<String> undefined, List<String> traits) {

    /**
     * Creates the description with copies of its lists.
     */
    public LibraryInspection {
        needed = List.copyOf(needed);
        searchPath = List.copyOf(searchPath);
        exports = List.copyOf(exports);
        undefined = List.copyOf(undefined);
        traits = List.copyOf(traits);
    }

    /**
     * Describes a library that is in no bundle yet: nobody looks for what it needs.
     * @param file the library's file
     * @return the description
     * @throws BundleLoadException if the file is no shared library of 64-bit Linux, or
     * not complete
     * @throws IOException if the file cannot be read
     */
    public static LibraryInspection of(Path file) throws IOException {
        String name = String.valueOf(file.getFileName());
        ElfFile elf = ElfFile.read(file, file, name, (symbol) -> false, Platform.named("linux.any"));
        ElfNames names = ElfNames.read(file);
        Set<String> exports = new TreeSet<>(names.defined());
        exports.removeIf((symbol) -> !symbol.startsWith("polyplug_"));
        return new LibraryInspection(file, names.processor(),
                elf.needed()
                    .stream()
                    .map((needed) -> new NeededLibrary(needed, NeededLibrary.Place.UNKNOWN, Optional.empty()))
                    .toList(),
                elf.searchPath(), Optional.empty(), List.copyOf(exports), List.of(), List.of());
    }

    static LibraryInspection of(ExaminedLibraries.Library library, UnaryOperator<Path> shown) {
        return new LibraryInspection(shown.apply(library.file()), library.processor(),
                library.needed().stream().map((needed) -> NeededLibrary.of(needed, shown)).toList(),
                library.searchPath(), library.glibc(), List.copyOf(library.exports()), List.copyOf(library.undefined()),
                library.traits().stream().map(LibraryInspection::clause).toList());
    }

    private static String clause(ElfTrait trait) {
        return switch (trait) {
            case THREAD_EXIT_DESTRUCTORS -> "has thread-local objects with destructors";
            case THREADS -> "starts threads";
            case THREAD_KEYS -> "makes keys of thread-specific data";
            case EXIT_FUNCTIONS -> "registers functions with on_exit";
            case LOOKUPS -> "looks functions up by name";
            case SANITIZER -> "was built with a sanitizer";
            case UNIQUE_SYMBOLS -> "has GNU-unique symbols";
            case UNIQUE_STANDARD_LIBRARY -> "brings the C++ standard library as GNU-unique symbols";
            case GO -> "contains Go's runtime";
            case NIM -> "contains Nim's runtime";
            case OCAML -> "contains OCaml's runtime";
            case ADA -> "uses Ada's runtime";
            case HASKELL -> "uses Haskell's runtime";
            case D -> "uses D's runtime";
        };
    }

}
