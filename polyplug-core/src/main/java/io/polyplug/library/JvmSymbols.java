package io.polyplug.library;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.polyplug.elf.ElfFile;
import io.polyplug.error.BundleLoadException;
import io.polyplug.ffi.Libraries;
import io.polyplug.platform.Platform;

/**
 * Names that the JVM's own library shows to the whole process. Some JDKs show functions
 * that are called {@code find}, {@code verify}, {@code flush} or {@code help}; the system
 * gives those to every library that means a function of its own by such a name. Only on
 * the thread that opens libraries.
 */
final class JvmSymbols {

    private final Libraries libraries;

    private @Nullable Set<String> names;

    JvmSymbols(Libraries libraries) {
        this.libraries = libraries;
    }

    /** Returns whether a name is that of a function in the JVM which no library means. */
    boolean have(String name) {
        return names().contains(name);
    }

    /**
     * Returns whether looking in a library first is harmless: with an allocator of its
     * own in the process, the library would free what the other one has allocated.
     */
    boolean mayBePassedOver() {
        long malloc = this.libraries.symbol(0, "malloc");
        return malloc != 0 && this.libraries.owner(malloc)
            .map((file) -> String.valueOf(file.getFileName()))
            .filter((name) -> name.startsWith("libc.so") || name.startsWith("libc-"))
            .isPresent();
    }

    private Set<String> names() {
        Set<String> present = this.names;
        if (present == null) {
            present = library().map(JvmSymbols::read).orElse(Set.of());
            this.names = present;
        }
        return present;
    }

    private Optional<Path> library() {
        long function = this.libraries.symbol(0, "JNI_GetCreatedJavaVMs");
        return (function != 0) ? this.libraries.owner(function) : Optional.empty();
    }

    private static Set<String> read(Path library) {
        try {
            return ElfFile.read(library, library, "jvm", JvmSymbols::isPlain, Platform.current()).exports();
        }
        catch (BundleLoadException ex) {
            return Set.of();
        }
    }

    private static boolean isPlain(String name) {
        return !name.isEmpty() && !name.startsWith("_") && !name.startsWith("JVM_") && !name.startsWith("JNI_")
                && !name.startsWith("jio_");
    }

}
