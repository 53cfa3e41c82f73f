package io.polyplug.interop;

import java.util.List;

/**
 * The bundles of {@code src/test/languages}: how each is built, and what becomes of it.
 * The table in {@code docs/languages-of-guests.md} says the same in words.
 */
enum Guest {

    C("c", "build.sh", List.of("gcc"), Fate.serves(0)),

    C_SANITIZED("c", "build-sanitized.sh", List.of("gcc"), Fate.refused("was built with a sanitizer")),

    OPENMP("openmp", "build.sh", List.of("gcc"), Fate.serves(0)),

    CPP("cpp", "build.sh", List.of("g++"), Fate.serves(0)),

    CPP_STATIC("cpp", "build-static.sh", List.of("g++"), Fate.serves(0)),

    CPP_UNIQUE("cpp", "build-unique.sh", List.of("g++"), Fate.serves(1)),

    /** The first generation and the last: they ran threads for one that lives on. */
    RUST("rust", "build.sh", List.of("cargo"), Fate.serves(2)),

    GO("go", "build.sh", List.of("go", "gcc"), Fate.stays(true)),

    ZIG("zig", "build.sh", List.of("zig"), Fate.serves(0)),

    FORTRAN("fortran", "build.sh", List.of("gfortran"), Fate.serves(0)),

    D("d", "build.sh", List.of("ldc2"), Fate.serves(0)),

    D_RUNTIME("d", "build-runtime.sh", List.of("ldc2"), Fate.takes(0)),

    NIM("nim", "build.sh", List.of("nim", "gcc"), Fate.serves(0)),

    NIM_HANDLERS("nim", "build-handlers.sh", List.of("nim", "gcc"), Fate.takes(0)),

    PASCAL("pascal", "build.sh", List.of("fpc"), Fate.serves(0)),

    PASCAL_THREADS("pascal", "build-threads.sh", List.of("fpc"), Fate.stays(false)),

    OCAML("ocaml", "build.sh", List.of("ocamlopt"), Fate.serves(0)),

    OCAML_HANDLERS("ocaml", "build-handlers.sh", List.of("ocamlopt"), Fate.serves(0)),

    ADA("ada", "build.sh", List.of("gnatbind", "gcc"), Fate.serves(0)),

    ADA_HANDLERS("ada", "build-handlers.sh", List.of("gnatbind", "gcc"), Fate.takes(0)),

    ADA_TASKS("ada", "build-tasks.sh", List.of("gnatbind", "gcc"), Fate.serves(0)),

    HASKELL("haskell", "build.sh", List.of("ghc"), Fate.refused("asks for executable stacks"));

    private final String folder;

    private final String script;

    private final List<String> tools;

    private final Fate fate;

    Guest(String folder, String script, List<String> tools, Fate fate) {
        this.folder = folder;
        this.script = script;
        this.tools = tools;
        this.fate = fate;
    }

    /** Returns where its sources are. */
    String folder() {
        return this.folder;
    }

    /** Returns what builds it, in that folder. */
    String script() {
        return this.script;
    }

    /** Returns the programs that the script needs. */
    List<String> tools() {
        return this.tools;
    }

    Fate fate() {
        return this.fate;
    }

    /** What becomes of a bundle. */
    sealed interface Fate {

        /**
         * It is called, reloaded and unloaded, and leaves the signals to the JVM.
         * @param mapped how many generations stay mapped
         */
        static Fate serves(int mapped) {
            return new Serves(LanguageProbe.RELOADS, mapped, false);
        }

        /** The same, with handlers for signals that nobody else handles. */
        static Fate takes(int mapped) {
            return new Serves(LanguageProbe.RELOADS, mapped, true);
        }

        /**
         * Each generation stays mapped, until there are too many for another reload; the
         * last one is unloaded, and stays as well.
         * @param handlers whether it has signal handlers, which hand on what is not
         * theirs
         */
        static Fate stays(boolean handlers) {
            return new Serves(LanguageProbe.LIMIT, LanguageProbe.LIMIT + 1, handlers);
        }

        /** It is refused before it can hurt, with a message that has these words. */
        static Fate refused(String words) {
            return new Refused(words);
        }

    }

    record Serves(int reloads, int mapped, boolean handlers) implements Fate {
    }

    record Refused(String words) implements Fate {
    }

}
