package io.polyplug.library;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.polyplug.elf.ElfTrait;
import io.polyplug.ffi.LibraryBusyException;
import io.polyplug.ffi.LibraryException;
import io.polyplug.loader.BundleFiles;
import io.polyplug.loader.Closing;
import io.polyplug.process.Mappings;

/**
 * The native libraries of a runtime that are mapped: those in use, and those that were
 * closed and stayed. Only on the thread that opens and closes libraries, apart from the
 * count.
 */
final class OpenLibraries {

    private static final Logger logger = LoggerFactory.getLogger("polyplug.loader.native");

    /** How many of those that stayed are looked at when one more is closed. */
    private static final int LOOKED_AT = 16;

    private final int limit;

    private final Set<OpenLibrary> used = new LinkedHashSet<>();

    private final Map<OpenLibrary, Left> left = new LinkedHashMap<>();

    private final Set<String> told = new HashSet<>();

    private final Queue<Postponed> postponed = new ConcurrentLinkedQueue<>();

    private volatile int count;

    OpenLibraries(int limit) {
        this.limit = limit;
    }

    void opened(OpenLibrary library) {
        this.used.add(library);
    }

    /** Returns how many libraries that nobody uses stay mapped. Any thread may ask. */
    int countLeft() {
        return this.count + this.postponed.size();
    }

    /**
     * Refuses to open one more library of a bundle of which too many stay mapped.
     */
    void requireRoom(BundleFiles source) {
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
        if (next.siblings().isEmpty() && !next.have(ElfTrait.UNIQUE_STANDARD_LIBRARY)) {
            return;
        }
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
     * @param later told what became of it if it stays now, and is closed or goes later
     * @return what became of it now
     */
    Closing close(OpenLibrary library, Consumer<Closing> later) {
        this.used.remove(library);
        takePostponed();
        Supplier<Mappings> mappings = new ReadOnce();
        Optional<Residence> residence = tryClose(library, mappings);
        closeLeft(mappings);
        residence.ifPresent((found) -> {
            this.left.put(library, new Left(found, later));
            tell(library, found);
        });
        this.count = this.left.size();
        return closing(residence);
    }

    private static Closing closing(Optional<Residence> residence) {
        return residence.map(OpenLibraries::closing).orElse(Closing.UNMAPPED);
    }

    private static Closing closing(Residence residence) {
        return residence.equals(Residence.POSTPONED) ? Closing.POSTPONED : Closing.MAPPED;
    }

    /**
     * Leaves a library that could not be closed to the next close. Any thread may do so.
     */
    void postpone(OpenLibrary library, Consumer<Closing> later, String reason) {
        logger.warn("The library of {} stays mapped for now: {}", describe(library), reason);
        this.postponed.add(new Postponed(library, new Left(Residence.POSTPONED, later)));
    }

    /** Closes what was left to the next close. */
    void closePostponed() {
        takePostponed();
        closeLeft(new ReadOnce());
        this.count = this.left.size();
    }

    /** Each is counted all the time, if not twice for a moment. */
    private void takePostponed() {
        for (Postponed next = this.postponed.peek(); next != null; next = this.postponed.peek()) {
            this.used.remove(next.library());
            this.left.put(next.library(), next.left());
            this.count = this.left.size();
            this.postponed.remove();
        }
    }

    private static Optional<Residence> tryClose(OpenLibrary library, Supplier<Mappings> mappings) {
        try {
            return library.close(mappings);
        }
        catch (LibraryBusyException ex) {
            return Optional.of(Residence.POSTPONED);
        }
        catch (LibraryException ex) {
            return Optional.of(new Residence("it could not be closed: " + ex.getMessage(),
                    Optional.of("Look at the cause"), true));
        }
    }

    /** Looks at some of those that stayed, at others the next time. */
    private void closeLeft(Supplier<Mappings> mappings) {
        List<OpenLibrary> next = this.left.entrySet()
            .stream()
            .filter((each) -> !each.getValue().residence().lasting())
            .limit(LOOKED_AT)
            .map(Map.Entry::getKey)
            .toList();
        for (OpenLibrary library : next) {
            Left entry = Objects.requireNonNull(this.left.remove(library));
            Optional<Residence> residence = tryClose(library, mappings);
            residence.ifPresent((found) -> this.left.put(library, new Left(found, entry.later())));
            Closing closing = closing(residence);
            if (closing != Closing.POSTPONED && closing != closing(entry.residence())) {
                entry.later().accept(closing);
            }
            if (closing == Closing.UNMAPPED) {
                logger.debug("The library of {} is unmapped after all", describe(library));
            }
        }
    }

    /** Returns the bundles of which threads are in code that is mapped. */
    List<String> bundlesWithThreads() {
        return mapped().stream().filter(OpenLibrary::hasThreads).map(OpenLibrary::bundleName).distinct().toList();
    }

    private void tell(OpenLibrary library, Residence residence) {
        residence.cure()
            .filter((cure) -> this.told.add(library.bundleName()))
            .ifPresent((cure) -> logger.warn(
                    "The library of {} stays mapped now that nobody uses it: {}. Those of later generations may, too. {}",
                    describe(library), residence.cause(), cure));
    }

    /**
     * What is known of a library that stayed.
     *
     * @param residence why
     * @param later told when it is closed or goes after all
     */
    private record Left(Residence residence, Consumer<Closing> later) {
    }

    /**
     * A library that is to be closed.
     *
     * @param library the library
     * @param left what is known of it
     */
    private record Postponed(OpenLibrary library, Left left) {
    }

    /** The mappings, read when somebody asks for the first time. */
    private static final class ReadOnce implements Supplier<Mappings> {

        private @Nullable Mappings read;

        @Override
        public Mappings get() {
            Mappings present = this.read;
            if (present == null) {
                present = Mappings.ofThisProcess();
                this.read = present;
            }
            return present;
        }

    }

}
