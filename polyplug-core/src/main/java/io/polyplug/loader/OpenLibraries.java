package io.polyplug.loader;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.polyplug.elf.ElfTrait;
import io.polyplug.ffi.Libraries.LibraryException;

/**
 * The native libraries of a runtime that are mapped: those in use, and those that were
 * closed and stayed. Only on the thread that opens and closes libraries, apart from the
 * count.
 */
final class OpenLibraries {

    private static final Logger logger = LoggerFactory.getLogger("polyplug.loader.native");

    private final int limit;

    private final List<OpenLibrary> used = new ArrayList<>();

    /** Each with what is to be done when it goes after all. */
    private final Map<OpenLibrary, Runnable> left = new LinkedHashMap<>();

    private final Set<String> told = new HashSet<>();

    private volatile int count;

    OpenLibraries(int limit) {
        this.limit = limit;
    }

    void opened(OpenLibrary library) {
        this.used.add(library);
    }

    /** Returns how many libraries that nobody uses stay mapped. Any thread may ask. */
    int countLeft() {
        return this.count;
    }

    /**
     * Refuses to open one more library of a bundle of which too many stay mapped.
     */
    void requireRoom(StagedBundle source) {
        String name = source.manifest().name();
        long mapped = this.left.keySet().stream().filter((each) -> each.bundleName().equals(name)).count();
        if (mapped >= this.limit) {
            throw new LibraryRefusal(
                    "would be the next of a bundle of which " + mapped
                            + " closed generations stay mapped, and no more are allowed",
                    "Restart the process, or raise polyplug.hot-reload.closed-but-mapped-limit (in plain Java:"
                            + " closedButMappedLimit of the builder)")
                .of(source);
        }
    }

    /**
     * Refuses what the system would not keep apart from what is mapped already.
     */
    void requireApart(BundleLibraries next) {
        for (OpenLibrary other : mapped()) {
            next.siblings().stream().filter(other.bundle().siblings()::contains).findFirst().ifPresent((name) -> {
                throw new LibraryRefusal(
                        "needs '" + name + "' in the bundle's folder, and " + describe(other)
                                + " has a library of this name mapped, which the system would give to both",
                        "Give the library a name of its own in each bundle and each version: -Wl,-soname")
                    .of(next.source());
            });
            if (next.have(ElfTrait.UNIQUE_STANDARD_LIBRARY) && other.bundle().have(ElfTrait.UNIQUE_STANDARD_LIBRARY)) {
                throw new LibraryRefusal(
                        "brings the C++ standard library as GNU-unique symbols (-static-libstdc++), and "
                                + describe(other)
                                + " has brought it before: the second one would use variables of the first, and write nothing to"
                                + " its streams",
                        "Link it with -Wl,--exclude-libs,ALL, or without -static-libstdc++")
                    .of(next.source());
            }
        }
    }

    private List<OpenLibrary> mapped() {
        List<OpenLibrary> mapped = new ArrayList<>(this.used);
        mapped.addAll(this.left.keySet());
        return mapped;
    }

    /** Returns what a mapped file is called in messages. */
    String shown(Path file) {
        return mapped().stream()
            .filter((each) -> each.holds(file))
            .findFirst()
            .map((each) -> "that of " + describe(each))
            .orElse(file.toString());
    }

    private static String describe(OpenLibrary library) {
        return "generation " + library.bundle().source().number() + " of bundle '" + library.bundleName() + "'";
    }

    /**
     * Closes a library that is not used any more, and looks again at those that stayed.
     * @param library the library
     * @param whenUnmapped runs if it stays now and goes later
     * @return whether it is unmapped now
     */
    boolean close(OpenLibrary library, Runnable whenUnmapped) {
        this.used.remove(library);
        Optional<Residence> residence = tryClose(library);
        closeLeft();
        residence.ifPresent((found) -> {
            this.left.put(library, whenUnmapped);
            tell(library, found);
        });
        this.count = this.left.size();
        return residence.isEmpty();
    }

    private static Optional<Residence> tryClose(OpenLibrary library) {
        try {
            return library.close();
        }
        catch (LibraryException ex) {
            return Optional
                .of(new Residence("it could not be closed: " + ex.getMessage(), Optional.of("Look at the cause")));
        }
    }

    private void closeLeft() {
        for (Iterator<Map.Entry<OpenLibrary, Runnable>> each = this.left.entrySet().iterator(); each.hasNext();) {
            Map.Entry<OpenLibrary, Runnable> entry = each.next();
            if (tryClose(entry.getKey()).isEmpty()) {
                each.remove();
                entry.getValue().run();
                logger.debug("The library of {} is unmapped after all", describe(entry.getKey()));
            }
        }
    }

    private void tell(OpenLibrary library, Residence residence) {
        residence.cure()
            .filter((cure) -> this.told.add(library.bundleName()))
            .ifPresent((cure) -> logger.warn(
                    "The library of {} stays mapped now that nobody uses it: {}. Those of later generations may, too. {}",
                    describe(library), residence.cause(), cure));
    }

}
