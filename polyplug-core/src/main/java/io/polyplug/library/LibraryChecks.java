package io.polyplug.library;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import io.polyplug.elf.ElfFile;
import io.polyplug.elf.ElfTrait;
import io.polyplug.error.BundleLoadException;
import io.polyplug.ffi.Libraries;
import io.polyplug.loader.BundleFiles;
import io.polyplug.process.LibrarySearch;

/**
 * What is asked of a library before it is opened, for opening it would be too late. Only
 * on the thread that opens libraries.
 */
final class LibraryChecks {

    /** Libraries of the system that were looked at, or are mapped, in this process. */
    private static final Set<String> known = ConcurrentHashMap.newKeySet();

    /** The first that fits counts. */
    private static final List<Explained> EXPLANATIONS = List.of(
            new Explained("undefined symbol", "",
                    "Add what defines this to the link, and have the linker check: -Wl,-z,defs"),
            new Explained("static TLS block",
                    ", for the room for thread-local variables with static addresses is used up, often by versions that"
                            + " stay mapped",
                    "Build it with -ftls-model=global-dynamic, or start the JVM with"
                            + " GLIBC_TUNABLES=glibc.rtld.optional_static_tls=16384"),
            new Explained("version `GLIBCXX", "",
                    "Build it with a compiler that is not newer than this system's libstdc++"),
            new Explained("version `GLIBC", "", "Build it on a system whose glibc is not newer than this one"));

    private final boolean glibc;

    private final BooleanSupplier sanitizerIsThere;

    private final Predicate<String> isMapped;

    private @Nullable LibrarySearch search;

    private LibraryChecks(boolean glibc, BooleanSupplier sanitizerIsThere, Predicate<String> isMapped) {
        this.glibc = glibc;
        this.sanitizerIsThere = sanitizerIsThere;
        this.isMapped = isMapped;
    }

    /** Asks for libraries that are to be opened in this process. */
    static LibraryChecks in(Libraries libraries, boolean glibc) {
        BooleanSupplier sanitizer = () -> libraries.symbol(0, "__sanitizer_get_report_path") != 0
                || libraries.symbol(0, "__asan_init") != 0 || libraries.symbol(0, "__tsan_init") != 0;
        return new LibraryChecks(glibc, sanitizer,
                (name) -> known.contains(name) || libraries.mapped(name).isPresent());
    }

    /** Asks for libraries that may be opened in a process like this one. */
    static LibraryChecks ofFiles(boolean glibc) {
        return new LibraryChecks(glibc, () -> false, (name) -> false);
    }

    /**
     * Tells what would end the process, or run code that nobody meant.
     * @param next the libraries of the bundle
     * @param refusals told the cause and the build flag that cures it; may throw
     */
    void check(BundleLibraries next, Consumer<LibraryRefusal> refusals) {
        next.members().forEach((member) -> check(member.elf(), null, refusals));
        Set<String> visited = new HashSet<>(next.siblings());
        next.members()
            .forEach((member) -> checkOutside(next.source(), member.elf(), member.searchPath(), visited, refusals));
    }

    private void check(ElfFile elf, @Nullable String outside, Consumer<LibraryRefusal> refusals) {
        String which = (outside != null) ? "needs '" + outside + "', which " : "";
        if (elf.wantsExecutableStack()) {
            refusals.accept(new LibraryRefusal(
                    which + "asks for executable stacks: opening it would change the stacks of all threads, and"
                            + " take away the pages by which the JVM notices that one overflows",
                    "Link it with -Wl,-z,noexecstack, and give assembler sources a section .note.GNU-stack"));
        }
        if (elf.has(ElfTrait.SANITIZER) && !this.sanitizerIsThere.getAsBoolean()) {
            refusals.accept(new LibraryRefusal(
                    which + "was built with a sanitizer, which ends the process unless it is there from the start",
                    "Build it without -fsanitize, or start the JVM with the sanitizer's library in LD_PRELOAD"));
        }
        elf.needed().stream().flatMap((needed) -> wrongLibrary(needed, which).stream()).findFirst().ifPresent(refusals);
    }

    private Optional<LibraryRefusal> wrongLibrary(String needed, String which) {
        boolean musl = needed.startsWith("libc.musl-") || needed.equals("libc.so");
        if (musl && this.glibc) {
            return Optional.of(new LibraryRefusal(which + "was built for musl (Alpine), and this system has glibc",
                    "Build it for glibc"));
        }
        if (needed.equals("libc.so.6") && !this.glibc) {
            return Optional.of(new LibraryRefusal(which + "was built for glibc, and this system has musl (Alpine)",
                    "Build it for musl"));
        }
        return Optional.empty();
    }

    /** What is mapped already has done what it does. */
    private void checkOutside(BundleFiles source, ElfFile elf, List<Path> folders, Set<String> visited,
            Consumer<LibraryRefusal> refusals) {
        for (String needed : elf.needed()) {
            if (visited.add(needed) && !this.isMapped.test(needed)) {
                search().find(needed, folders)
                    .ifPresent((file) -> checkOutside(source, needed, file, visited, refusals));
            }
        }
    }

    private void checkOutside(BundleFiles source, String name, Path file, Set<String> visited,
            Consumer<LibraryRefusal> refusals) {
        ElfFile elf;
        try {
            elf = ElfFile.read(file, file, source.manifest().name());
        }
        catch (BundleLoadException ex) {
            // Not one that the system would take: it tells why, or finds another.
            return;
        }
        check(elf, name, refusals);
        checkOutside(source, elf, List.of(), visited, refusals);
    }

    private LibrarySearch search() {
        LibrarySearch present = this.search;
        if (present == null) {
            present = LibrarySearch.ofThisSystem();
            this.search = present;
        }
        return present;
    }

    /** Notes that the outside libraries of a bundle are mapped, and stay. */
    void opened(BundleLibraries bundle) {
        known.addAll(bundle.outside());
    }

    /** Returns what the loader's words mean, in ours. */
    static LibraryRefusal explain(BundleLibraries bundle, String words) {
        String reason = "could not be opened: " + bundle.withoutItsPath(words);
        return EXPLANATIONS.stream()
            .filter((each) -> words.contains(each.words()))
            .findFirst()
            .map((each) -> new LibraryRefusal(reason + each.meaning(), each.cure()))
            .orElseGet(() -> missing(bundle, words, reason));
    }

    private static LibraryRefusal missing(BundleLibraries bundle, String words, String reason) {
        if (bundle.siblings().stream().anyMatch(words::contains)) {
            return new LibraryRefusal(reason + ", for the system does not look in the bundle's folder",
                    "Link with -Wl,-rpath,'$ORIGIN'");
        }
        return new LibraryRefusal(reason,
                words.contains("cannot open shared object file")
                        ? "Install what it needs, or put it beside the library and link with -Wl,-rpath,'$ORIGIN'"
                        : "Build it for this machine");
    }

    /**
     * What words of the loader mean.
     *
     * @param words what they contain
     * @param meaning what they do not say
     * @param cure what helps
     */
    private record Explained(String words, String meaning, String cure) {
    }

}
