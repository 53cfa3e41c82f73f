package io.polyplug.elf;

import java.util.List;

/**
 * Something about a library that matters to the process it is opened in, known by the
 * names of its dynamic symbols.
 */
public enum ElfTrait {

    /** Registers destructors of thread-local objects. */
    THREAD_EXIT_DESTRUCTORS(Side.IMPORTED, "__cxa_thread_atexit"),

    /** Starts threads, by itself or by a library that does it for it. */
    THREADS(Side.IMPORTED, "pthread_create", "thrd_create", "_ZNSt6thread15_M_start_thread", "GOMP_", "__kmpc_",
            "timer_create", "mq_notify"),

    /** Makes keys of thread-specific data, whose destructors run when a thread ends. */
    THREAD_KEYS(Side.IMPORTED, "pthread_key_create", "__pthread_key_create", "tss_create"),

    /**
     * Registers functions that run at the end of the process, whatever is mapped then.
     */
    EXIT_FUNCTIONS(Side.IMPORTED, "on_exit"),

    /** Looks functions up by name, so that its imports do not tell what it uses. */
    LOOKUPS(Side.IMPORTED, "dlsym", "dlvsym", "dlopen", "dlmopen"),

    /** Was built with a sanitizer that has to be there when the process starts. */
    SANITIZER(Side.IMPORTED, "__asan_", "__hwasan_", "__tsan_", "__msan_", "__lsan_"),

    /**
     * Defines GNU-unique symbols. The C library never unmaps such a library, and a second
     * version of it uses the variables of the first.
     */
    UNIQUE_SYMBOLS(Side.UNIQUE),

    /** Brings variables of the C++ standard library as GNU-unique symbols. */
    UNIQUE_STANDARD_LIBRARY(Side.UNIQUE, "_ZNSt"),

    /** Contains Go's runtime. */
    GO(Side.ANY, "crosscall2", "_cgo_topofstack"),

    /** Contains Nim's runtime. */
    NIM(Side.ANY, "NimMain", "nimFrame", "nimGC_"),

    /** Contains OCaml's runtime. */
    OCAML(Side.ANY, "caml_startup", "caml_main", "caml_init"),

    /** Uses Ada's runtime. */
    ADA(Side.ANY, "__gnat_", "adainit"),

    /** Uses Haskell's runtime. */
    HASKELL(Side.ANY, "hs_init", "hs_exit"),

    /** Uses D's runtime. */
    D(Side.ANY, "_d_run_main", "_d_dso_registry", "rt_init");

    private final Side side;

    /** Separated by spaces, which no symbol has. */
    private final String prefixes;

    ElfTrait(Side side, String... prefixes) {
        this.side = side;
        this.prefixes = String.join(" ", prefixes);
    }

    List<String> prefixes() {
        return this.prefixes.isEmpty() ? List.of() : List.of(this.prefixes.split(" "));
    }

    boolean isKnownBy(Side found) {
        return this.side == found || (this.side == Side.ANY && found != Side.UNIQUE);
    }

    /** On which side of a library's border a name stands. */
    enum Side {

        /** The library needs it. */
        IMPORTED,

        /** The library has it. */
        DEFINED,

        /** The library has it, as one for the whole process. */
        UNIQUE,

        /** Either of the first two. */
        ANY

    }

}
