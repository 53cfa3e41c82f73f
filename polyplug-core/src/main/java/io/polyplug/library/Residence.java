package io.polyplug.library;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import io.polyplug.elf.ElfTrait;

/**
 * Why a library stays mapped when nobody uses it any more.
 *
 * @param cause what was found, as the rest of a sentence
 * @param cure what its author can do about it; nothing where the author wants it so
 * @param lasting whether it stays so whatever happens
 */
record Residence(String cause, Optional<String> cure, boolean lasting) {

    /** The manifest says so. */
    static final Residence WANTED = new Residence("its manifest says unload = \"never\"", Optional.empty(), true);

    static final Residence EXIT_FUNCTIONS = new Residence(
            "it registers functions with on_exit, which run at the end of the process",
            Optional.of("Use atexit, whose functions run when the library is closed"), true);

    /** The thread that closes libraries had no time. */
    static final Residence POSTPONED = new Residence("it has not been closed yet", Optional.empty(), false);

    static final Residence THREAD_KEYS = of(
            "it has keys of thread-specific data whose destructors are in its code, and each thread that ends may run one",
            "Delete the keys when its instances are destroyed; if its own destructors delete them, say"
                    + " unload = \"reclaim\" under [jvm] in its manifest");

    private static Residence of(String cause, String cure) {
        return new Residence(cause, Optional.of(cure), false);
    }

    static Residence ofThreads(List<String> threads) {
        return of("threads of its own are in its code: " + String.join(", ", threads),
                "End them when its instances are destroyed");
    }

    /** Some thread may be in its code, or not, when it is to be closed. */
    static Residence whileThreadsRun(String how) {
        return of("threads of its own may be in its code: it " + how, "End them when its instances are destroyed");
    }

    /** The C library kept it. */
    static Residence ofClosed(BundleLibraries bundle) {
        return Stream.concat(certain(bundle).stream(), threadLocal(bundle).stream())
            .findFirst()
            .orElseGet(() -> of("the C library keeps it", "Look whether another library of the process needs it"));
    }

    /** For what the C library keeps it in any case; the first is the most likely. */
    static List<Residence> certain(BundleLibraries bundle) {
        List<Residence> found = new ArrayList<>();
        if (bundle.have(ElfTrait.GO)) {
            found.add(of("it contains Go's runtime, which cannot be unmapped",
                    "Reload it rarely, or restart now and then"));
        }
        if (bundle.members().stream().anyMatch((member) -> member.elf().isMarkedNoDelete())) {
            found.add(of("it is linked with -z nodelete", "Link it without"));
        }
        if (bundle.have(ElfTrait.UNIQUE_STANDARD_LIBRARY)) {
            found.add(of("it brings GNU-unique symbols of the C++ standard library (-static-libstdc++)",
                    "Link it with -Wl,--exclude-libs,ALL, or without -static-libstdc++"));
        }
        else if (bundle.have(ElfTrait.UNIQUE_SYMBOLS)) {
            found.add(of("it has GNU-unique symbols, which make a new version use the variables of the old one",
                    "Build it with -fno-gnu-unique"));
        }
        return found;
    }

    /** For what the C library keeps it while a thread lives. */
    static Optional<Residence> threadLocal(BundleLibraries bundle) {
        return bundle.have(ElfTrait.THREAD_EXIT_DESTRUCTORS)
                ? Optional.of(of("a thread that touched its thread-local objects lives, and will run their destructors",
                        "Give it no thread-local objects with destructors"))
                : Optional.empty();
    }

}
