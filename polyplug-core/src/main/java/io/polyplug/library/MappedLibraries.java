package io.polyplug.library;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import io.polyplug.ffi.Libraries;

/**
 * What the system mapped when it opened a bundle's library, held against what the bundle
 * means. Only on the thread that opens libraries.
 */
final class MappedLibraries {

    private final Libraries libraries;

    private final OpenLibraries open;

    private final BundleLibraries bundle;

    private final List<Path> mapped;

    MappedLibraries(Libraries libraries, OpenLibraries open, BundleLibraries bundle, List<Path> mapped) {
        this.libraries = libraries;
        this.open = open;
        this.bundle = bundle;
        this.mapped = mapped;
    }

    /**
     * Refuses libraries other than the private copies, where the bundle has its own.
     * @throws io.polyplug.error.BundleLoadException naming the library and the file that
     * was mapped
     */
    void requireOwn() {
        Path copy = this.bundle.folder();
        Path source = this.bundle.source().source();
        for (Path file : this.mapped) {
            if (!file.startsWith(copy) && real(file).startsWith(real(source))) {
                throw new LibraryRefusal(
                        "names the folder of the bundle in its search path, so that the system took " + file
                                + " from there: whoever writes to it would change code that runs",
                        "Link with -Wl,-rpath,'$ORIGIN' in place of an absolute path")
                    .of(this.bundle.source());
            }
        }
        this.bundle.members().forEach((member) -> member.own().forEach(this::requireOwn));
    }

    private void requireOwn(String needed, Path own) {
        if (this.mapped.contains(own) || this.mapped.stream().anyMatch((file) -> areOne(file, own))) {
            return;
        }
        Optional<Path> other = this.libraries.mapped(needed);
        if (other.isPresent() && !areOne(other.get(), own)) {
            throw new LibraryRefusal(
                    "needs '" + needed + "', which is in the bundle's folder, and the process uses "
                            + this.open.shown(other.get()) + " under this name: the bundle's own would never run",
                    "Give the library in the bundle a name of its own (-Wl,-soname), and link with"
                            + " -Wl,-rpath,'$ORIGIN'")
                .of(this.bundle.source());
        }
    }

    /**
     * Keeps mapped what came from outside of the bundle: such libraries have threads and
     * variables of their own, and know nothing of being closed.
     */
    void pinOutside() {
        Path copy = this.bundle.folder();
        this.mapped.stream().filter((file) -> !file.startsWith(copy)).forEach(this.libraries::pin);
    }

    private static boolean areOne(Path file, Path candidate) {
        try {
            return Files.isSameFile(file, candidate);
        }
        catch (IOException ex) {
            return false;
        }
    }

    private static Path real(Path file) {
        try {
            return file.toRealPath();
        }
        catch (IOException ex) {
            return file.toAbsolutePath().normalize();
        }
    }

}
