package io.polyplug.platform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The C library of this process, which decides what closing a library does. It is looked
 * for once a process.
 */
public enum CLibrary {

    /** The GNU C library. */
    GLIBC,

    /** musl, as on Alpine: what is opened stays mapped until the process ends. */
    MUSL,

    /** Another one, or the system does not say. */
    OTHER;

    private static final Logger logger = LoggerFactory.getLogger("polyplug.runtime");

    private static final CLibrary CURRENT = in(Path.of("/proc/self/maps"));

    private static final AtomicBoolean told = new AtomicBoolean();

    /**
     * Returns the C library of this process.
     * @return which one it is
     */
    public static CLibrary current() {
        return CURRENT;
    }

    /**
     * Judges by files that are mapped. A symbol would not do: what makes musl look like
     * glibc to other programs defines {@code gnu_get_libc_version} as well.
     */
    static CLibrary in(Path mappings) {
        try (Stream<String> lines = Files.lines(mappings, StandardCharsets.ISO_8859_1)) {
            Set<CLibrary> found = lines.map(CLibrary::mappedBy)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(CLibrary.class)));
            return found.contains(MUSL) ? MUSL : found.contains(GLIBC) ? GLIBC : OTHER;
        }
        catch (IOException | UncheckedIOException ex) {
            return OTHER;
        }
    }

    private static CLibrary mappedBy(String line) {
        if (line.contains("/ld-musl-")) {
            return MUSL;
        }
        return line.contains("/libc.so.6") ? GLIBC : OTHER;
    }

    /**
     * Warns of what a user has to know of this C library, once a process.
     */
    public void tell() {
        if (this == MUSL && told.compareAndSet(false, true)) {
            logger
                .warn("The C library of this system is musl, on which polyplug has not been tried. It unmaps no library:"
                        + " each reload adds a mapping, and a library's destructors run when the process ends. Threads that"
                        + " a bundle starts have 128 KiB of stack, too little to call Java. Libraries that were built for"
                        + " glibc may not open. Use an image with glibc where that is too much");
        }
    }

}
