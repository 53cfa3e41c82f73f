package io.polyplug;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import io.polyplug.contract.BundleId;
import io.polyplug.contract.ContractFunction;
import io.polyplug.contract.GuestContract;
import io.polyplug.error.BundleLoadException;
import io.polyplug.elf.ElfFile;
import io.polyplug.error.ReloadException;
import io.polyplug.signing.SigningKey;
import io.polyplug.testing.CLibrary;
import io.polyplug.testing.CapturedLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Libraries as compilers and linkers really make them: what would end the process, or run
 * other code than the bundle's, is refused by name before it can.
 */
@Timeout(120)
@EnabledOnOs(OS.LINUX)
class RealLibraryTests {

    private static final String SOURCE = """
            #include "guest.h"
            %s
            FUNCTION(answer) { RESULT(int32_t) = %s; }
            CONTRACT("real.Answer", 1, 0, 0, answer)
            GUEST
            """;

    @RegisterExtension
    final Stage stage = new Stage();

    private Path folder(String bundle) throws IOException {
        Path folder = Files.createDirectories(this.stage.folder().resolve("bundles").resolve(bundle));
        Files.writeString(folder.resolve("manifest.toml"), """
                loader = "native"
                name = "%s"
                id = 0x%s
                version = "1.0.0"
                file = "lib%s.so"
                provides = ["real.Answer@1.0"]
                [function_count]
                "real.Answer@1" = 1
                """.formatted(bundle, BundleId.of(bundle), bundle));
        return folder;
    }

    private CLibrary compiler() {
        return CLibrary.in(this.stage.folder().resolve("sources"));
    }

    private Path bundle(String name, String declarations, String answer, String... flags) throws IOException {
        Path folder = folder(name);
        compiler().with(flags).compile(SOURCE.formatted(declarations, answer), folder.resolve("lib" + name + ".so"));
        return folder;
    }

    private Path withHelper(String name, String helper, int answer, String... flags) throws IOException {
        return withHelperIn(".", name, helper, answer, flags);
    }

    private Path withHelperIn(String place, String name, String helper, int answer, String... flags)
            throws IOException {
        Path folder = folder(name);
        Path beside = Files.createDirectories(folder.resolve(place));
        compiler().with("-Wl,-soname," + helper)
            .compile("__attribute__((visibility(\"default\"))) int help(void) { return " + answer + "; }",
                    beside.resolve(helper));
        compiler().with(beside.resolve(helper).toString())
            .with(flags)
            .compile(SOURCE.formatted("extern int help(void);", "help()"), folder.resolve("lib" + name + ".so"));
        return folder;
    }

    private Answer answer(String bundle) {
        return this.stage.runtime().contract(Answer.class, bundle);
    }

    private void assertRefused(Path folder, String... parts) {
        assertThatExceptionOfType(BundleLoadException.class).isThrownBy(() -> this.stage.runtime().loadBundle(folder))
            .withMessageContainingAll(parts)
            .satisfies((ex) -> assertThat(ex.getMessage()).doesNotContain(this.stage.work().toString()));
        assertThat(this.stage.mappedLibraries()).isEmpty();
    }

    @Test
    void functionThatNobodyDefinesIsRefusedWhenTheLibraryIsOpened() throws IOException {
        Path folder = bundle("lacking", "extern int forgotten(void);", "forgotten()", "-Wl,-z,lazy");
        assertRefused(folder, "'lacking'", "undefined symbol: forgotten", "-Wl,-z,defs");
    }

    @Test
    void reloadThatLacksAFunctionLeavesTheOldVersionServing() throws IOException {
        Path folder = bundle("lacking", "", "1");
        this.stage.runtime().loadBundle(folder);
        bundle("lacking", "extern int forgotten(void);", "forgotten()", "-Wl,-z,lazy");
        assertThatExceptionOfType(ReloadException.class).isThrownBy(() -> this.stage.runtime().reloadBundle(folder))
            .withMessageContaining("undefined symbol: forgotten");
        assertThat(answer("lacking").answer()).isEqualTo(1);
    }

    @Test
    void manifestMayAskForFunctionsToBeLookedUpLater() throws IOException {
        Path folder = bundle("lazy", "extern int forgotten(void);", "(guest_path[0] == 0) ? forgotten() : 7",
                "-Wl,-z,lazy");
        Files.writeString(folder.resolve("manifest.toml"),
                Files.readString(folder.resolve("manifest.toml")) + "[jvm]\nbinding = \"lazy\"\n");
        this.stage.runtime().loadBundle(folder);
        assertThat(answer("lazy").answer()).isEqualTo(7);
    }

    @Test
    void libraryInTheFolderIsUsedAndMayLieDeeper() throws IOException {
        Path folder = withHelperIn("lib", "deep", "libdeephelper.so.1", 3, "-Wl,-rpath,$ORIGIN/lib");
        this.stage.runtime().loadBundle(folder);
        assertThat(answer("deep").answer()).isEqualTo(3);
        assertThat(this.stage.mappedLibraries()).hasSize(2);
    }

    @Test
    void twoBundlesWithAHelperOfOneNameUseTheirOwn() throws IOException {
        this.stage.runtime().loadBundle(withHelper("first", "libshared.so.1", 1, "-Wl,-rpath,$ORIGIN"));
        this.stage.runtime().loadBundle(withHelper("second", "libshared.so.1", 2, "-Wl,-rpath,$ORIGIN"));
        assertThat(answer("first").answer()).isEqualTo(1);
        assertThat(answer("second").answer()).isEqualTo(2);
        this.stage.runtime().unloadBundle("first");
        this.stage.runtime().unloadBundle("second");
        this.stage.awaitReclamation();
        assertThat(this.stage.mappedLibraries()).isEmpty();
    }

    @Test
    void helperIsReplacedWithItsBundleAndComesBackWithIt() throws IOException {
        Path folder = withHelperIn("lib", "both", "libbothhelper.so.1", 1, "-Wl,-rpath,$ORIGIN/lib");
        this.stage.runtime().loadBundle(folder);
        try (EpochGuard held = this.stage.runtime().pin()) {
            assertThat(held).isNotNull();
            withHelperIn("lib", "both", "libbothhelper.so.1", 2, "-Wl,-rpath,$ORIGIN/lib");
            this.stage.runtime().reloadBundle(folder);
            assertThat(this.stage.runtime().statistics().retiredGenerations()).isEqualTo(1);
            assertThat(answer("both").answer()).isEqualTo(2);
        }
        this.stage.runtime().rollbackBundle("both");
        assertThat(answer("both").answer()).isEqualTo(1);
        this.stage.awaitReclamation();
        assertThat(this.stage.mappedLibraries()).hasSize(2);
    }

    @Test
    void helperOfAHelperWithVersionsIsTheBundlesOwn() throws IOException {
        for (int version = 1; version <= 2; version++) {
            Path folder = folder("chain");
            Path map = Files.writeString(this.stage.folder().resolve("chain.map"), "CHAIN_1 { global: inner; };");
            compiler().with("-Wl,-soname,libchaininner.so.1", "-Wl,--version-script=" + map)
                .compile("__attribute__((visibility(\"default\"))) int inner(void) { return " + version + "; }",
                        folder.resolve("libchaininner.so.1"));
            compiler()
                .with("-Wl,-soname,libchainouter.so.1", folder.resolve("libchaininner.so.1").toString(),
                        "-Wl,-rpath,$ORIGIN")
                .compile("int inner(void); __attribute__((visibility(\"default\"))) int help(void)"
                        + " { return 10 * inner(); }", folder.resolve("libchainouter.so.1"));
            compiler()
                .with(folder.resolve("libchainouter.so.1").toString(), "-Wl,-rpath,$ORIGIN",
                        "-Wl,-rpath-link," + folder)
                .compile(SOURCE.formatted("extern int help(void);", "help()"), folder.resolve("libchain.so"));
            loadOrReload(folder, version);
            assertThat(answer("chain").answer()).isEqualTo(10 * version);
        }
    }

    private void loadOrReload(Path folder, int version) {
        if (version == 1) {
            this.stage.runtime().loadBundle(folder);
        }
        else {
            this.stage.runtime().reloadBundle(folder);
        }
    }

    @Test
    void helperWithoutANameOfItsOwnIsFoundByItsFile() throws IOException {
        for (int version = 1; version <= 2; version++) {
            Path folder = folder("plain");
            compiler().compile("__attribute__((visibility(\"default\"))) int help(void) { return " + version + "; }",
                    folder.resolve("libplainhelper.so"));
            compiler().with("-L" + folder, "-l:libplainhelper.so", "-Wl,-rpath,$ORIGIN")
                .compile(SOURCE.formatted("extern int help(void);", "help()"), folder.resolve("libplain.so"));
            loadOrReload(folder, version);
            assertThat(answer("plain").answer()).isEqualTo(version);
        }
    }

    @Test
    void helperBehindALinkIsTheBundlesOwnAndThePrivateCopyIsNotWrittenTo() throws IOException {
        Path folder = folder("linked");
        for (int version = 1; version <= 2; version++) {
            Path real = Files.createDirectories(folder.resolve("lib")).resolve("liblinkedhelper.so.1.0");
            compiler().with("-Wl,-soname,liblinkedhelper.so.1")
                .compile("__attribute__((visibility(\"default\"))) int help(void) { return " + version + "; }", real);
            Files.deleteIfExists(folder.resolve("liblinkedhelper.so.1"));
            Files.createSymbolicLink(folder.resolve("liblinkedhelper.so.1"), folder.relativize(real));
            compiler().with(real.toString(), "-Wl,-rpath,$ORIGIN")
                .compile(SOURCE.formatted("extern int help(void);", "help()"), folder.resolve("liblinked.so"));
            loadOrReload(folder, version);
            assertThat(answer("linked").answer()).isEqualTo(version);
        }
        // A rollback copies what was verified: names that were written over would show.
        this.stage.runtime().rollbackBundle("linked");
        assertThat(answer("linked").answer()).isEqualTo(1);
        this.stage.awaitReclamation();
        try (Stream<Path> files = Files.walk(this.stage.work())) {
            List<Path> copies = files.filter((file) -> file.endsWith("lib/liblinkedhelper.so.1.0"))
                .filter((file) -> !file.toString().contains(".linked/"))
                .toList();
            assertThat(copies).isNotEmpty()
                .allSatisfy((file) -> assertThat(ElfFile.read(file, file, "linked").soname())
                    .contains("liblinkedhelper.so.1"));
        }
    }

    @Test
    void signedBundleWithAHelperIsReloadedAndRolledBack() throws IOException {
        SigningKey key = SigningKey.generate();
        PolyplugRuntime runtime = this.stage.another(
                (builder) -> builder.signaturePolicy(SignaturePolicy.REQUIRED).trustedKey(key.verifyingKey().bytes()));
        Path folder = withHelper("signed", "libsignedhelper.so.1", 1, "-Wl,-rpath,$ORIGIN");
        key.sign(folder);
        runtime.loadBundle(folder);
        withHelper("signed", "libsignedhelper.so.1", 2, "-Wl,-rpath,$ORIGIN");
        key.sign(folder);
        runtime.reloadBundle(folder);
        assertThat(runtime.contract(Answer.class).answer()).isEqualTo(2);
        runtime.rollbackBundle("signed");
        assertThat(runtime.contract(Answer.class).answer()).isEqualTo(1);
    }

    @Test
    void helperIsTheBundlesOwnBesideAnotherRuntime() throws IOException {
        PolyplugRuntime other = this.stage.another((builder) -> {
        });
        other.loadBundle(withHelper("elsewhere", "libelse.so.1", 1, "-Wl,-rpath,$ORIGIN"));
        this.stage.runtime().loadBundle(withHelper("here", "libelse.so.1", 2, "-Wl,-rpath,$ORIGIN"));
        assertThat(answer("here").answer()).isEqualTo(2);
        assertThat(other.contract(Answer.class).answer()).isEqualTo(1);
    }

    @Test
    void helperWhoseNameIsTooShortIsRefusedBesideAnother() throws IOException {
        this.stage.runtime().loadBundle(withHelper("short", "lib.so", 1, "-Wl,-rpath,$ORIGIN"));
        Path second = withHelper("shorter", "lib.so", 2, "-Wl,-rpath,$ORIGIN");
        assertThatExceptionOfType(BundleLoadException.class).isThrownBy(() -> this.stage.runtime().loadBundle(second))
            .withMessageContainingAll("needs 'lib.so' in the bundle's folder", "generation 1 of bundle 'short'",
                    "-Wl,-soname");
        assertThat(answer("short").answer()).isEqualTo(1);
    }

    @Test
    void helperOfAnotherRuntimeIsNotTakenForTheBundlesOwn() throws IOException {
        PolyplugRuntime other = this.stage.another((builder) -> {
        });
        other.loadBundle(withHelper("there", "li.so", 1, "-Wl,-rpath,$ORIGIN"));
        Path second = withHelper("near", "li.so", 2, "-Wl,-rpath,$ORIGIN");
        assertThatExceptionOfType(BundleLoadException.class).isThrownBy(() -> this.stage.runtime().loadBundle(second))
            .withMessageContainingAll("needs 'li.so'", "the bundle's own would never run", "-Wl,-soname");
    }

    @Test
    void functionsThatTheJvmHasByTheSameNameAreTheBundlesOwn() throws IOException {
        Path folder = bundle("names", """
                #define OWN __attribute__((visibility("default"), noinline))
                OWN int verify(int a) { return a + 1; }
                OWN int flush(int a) { return a * 2; }
                OWN int help(void) { return 3; }
                """, "verify(1) * 100 + flush(2) * 10 + help()");
        this.stage.runtime().loadBundle(folder);
        assertThat(answer("names").answer()).isEqualTo(243);
        this.stage.runtime().reloadBundle(folder);
        assertThat(answer("names").answer()).isEqualTo(243);
        this.stage.runtime().unloadBundle("names");
        this.stage.awaitReclamation();
        assertThat(this.stage.mappedLibraries()).isEmpty();
    }

    @Test
    void searchPathIntoTheUsersFolderIsRefused() throws IOException {
        Path place = this.stage.folder().resolve("bundles").resolve("absolute").resolve("deps");
        Path folder = withHelperIn("deps", "absolute", "libabsolute1.so", 1, "-Wl,-rpath," + place);
        assertRefused(folder, "names the folder of the bundle in its search path", place.toString(),
                "-Wl,-rpath,'$ORIGIN'");
    }

    @Test
    void helperWithoutAnySearchPathIsMissingWithTheCure() throws IOException {
        Path folder = withHelper("blind", "libblindhelper.so.1", 1);
        assertRefused(folder, "cannot open shared object file", "-Wl,-rpath,'$ORIGIN'");
    }

    @Test
    void neededPathOfALibraryWithoutANameIsTakenAsItStands() throws IOException {
        Path outside = this.stage.folder().resolve("vendor").resolve("libnameless.so");
        compiler().compile("__attribute__((visibility(\"default\"))) int help(void) { return 5; }", outside);
        Path folder = folder("nameless");
        compiler().with(outside.toString())
            .compile(SOURCE.formatted("extern int help(void);", "help()"), folder.resolve("libnameless.so"));
        this.stage.runtime().loadBundle(folder);
        assertThat(answer("nameless").answer()).isEqualTo(5);
        this.stage.runtime().reloadBundle(folder);
        assertThat(answer("nameless").answer()).isEqualTo(5);
    }

    @Test
    void executableStackIsRefusedBeforeItIsOpened() throws IOException {
        assertRefused(bundle("stack", "", "1", "-Wl,-z,execstack"), "'stack'", "asks for executable stacks",
                "-Wl,-z,noexecstack");
    }

    @Test
    void executableStackOfALibraryOutsideIsRefusedBeforeItIsOpened() throws IOException {
        Path outside = this.stage.folder().resolve("vendor");
        compiler().with("-Wl,-z,execstack", "-Wl,-soname,libvendorstack.so.1")
            .compile("__attribute__((visibility(\"default\"))) int help(void) { return 5; }",
                    outside.resolve("libvendorstack.so.1"));
        Path folder = folder("outside");
        compiler().with(outside.resolve("libvendorstack.so.1").toString(), "-Wl,-rpath," + outside)
            .compile(SOURCE.formatted("extern int help(void);", "help()"), folder.resolve("liboutside.so"));
        assertRefused(folder, "needs 'libvendorstack.so.1', which asks for executable stacks");
    }

    @Test
    void sanitizerIsRefusedBeforeItEndsTheProcess() throws IOException {
        assertRefused(bundle("sane", "extern void __asan_init(void); void (*volatile init)(void);",
                "(init = __asan_init) != 0"), "was built with a sanitizer", "-fsanitize");
    }

    @Test
    void librariesForMuslAreKnown() throws IOException {
        compiler().with("-Wl,-soname,libc.musl-x86_64.so.1", "-nostdlib")
            .compile("__attribute__((visibility(\"default\"))) int help(void) { return 5; }",
                    this.stage.folder().resolve("vendor").resolve("libc.musl-x86_64.so.1"));
        Path folder = folder("alpine");
        compiler().with(this.stage.folder().resolve("vendor/libc.musl-x86_64.so.1").toString())
            .compile(SOURCE.formatted("extern int help(void);", "help()"), folder.resolve("libalpine.so"));
        assertRefused(folder, "was built for musl (Alpine)", "Build it for glibc");
    }

    @Test
    void secondCopyOfAStaticStandardLibraryIsRefused() throws IOException {
        assumeTrue(CLibrary.isInstalled("c++"), "There is no C++ compiler called c++");
        this.stage.leaks();
        Path folder = folder("streams");
        String source = """
                #include <sstream>
                extern "C" __attribute__((visibility("default"))) int help(void) {
                    std::ostringstream text; text << 12.5; return (int) text.str().size();
                }
                """;
        compiler().plusPlus()
            .with("-static-libstdc++", "-Wl,-soname,libstreamshelp1.so")
            .compile(source, folder.resolve("libstreamshelp1.so"));
        compiler().with(folder.resolve("libstreamshelp1.so").toString(), "-Wl,-rpath,$ORIGIN")
            .compile(SOURCE.formatted("extern int help(void);", "help()"), folder.resolve("libstreams.so"));
        this.stage.runtime().loadBundle(folder);
        assertThat(answer("streams").answer()).isEqualTo(4);
        compiler().plusPlus()
            .with("-static-libstdc++", "-Wl,-soname,libstreamshelp2.so")
            .compile(source, folder.resolve("libstreamshelp2.so"));
        compiler().with(folder.resolve("libstreamshelp2.so").toString(), "-Wl,-rpath,$ORIGIN")
            .compile(SOURCE.formatted("extern int help(void);", "help()"), folder.resolve("libstreams.so"));
        assertThatExceptionOfType(ReloadException.class).isThrownBy(() -> this.stage.runtime().reloadBundle(folder))
            .withMessageContainingAll("-static-libstdc++", "generation 1 of bundle 'streams'",
                    "-Wl,--exclude-libs,ALL");
        assertThat(answer("streams").answer()).isEqualTo(4);
    }

    @Test
    void cureOfTheStaticStandardLibraryCures() throws IOException {
        assumeTrue(CLibrary.isInstalled("c++"), "There is no C++ compiler called c++");
        Path folder = folder("cured");
        for (int version = 1; version <= 3; version++) {
            compiler().plusPlus()
                .with("-static-libstdc++", "-Wl,--exclude-libs,ALL", "-Wl,-soname,libcured" + version + ".so")
                .compile("""
                        #include <sstream>
                        extern "C" __attribute__((visibility("default"))) int help(void) {
                            std::ostringstream text; text << 12.5; return (int) text.str().size();
                        }
                        """, folder.resolve("libcured" + version + ".so"));
            compiler().with(folder.resolve("libcured" + version + ".so").toString(), "-Wl,-rpath,$ORIGIN")
                .compile(SOURCE.formatted("extern int help(void);", "help()"), folder.resolve("libcured.so"));
            if (version == 1) {
                this.stage.runtime().loadBundle(folder);
            }
            else {
                this.stage.runtime().reloadBundle(folder);
            }
            assertThat(answer("cured").answer()).isEqualTo(4);
        }
        this.stage.awaitReclamation();
        assertThat(this.stage.runtime().statistics().closedButMapped()).isZero();
    }

    @Test
    void threadIsNamedAfterTheBundleThatStartsIt() throws IOException {
        Path folder = bundle("named", """
                #include <pthread.h>
                #include <sys/prctl.h>
                static char name[16];
                static void *ask(void *unused) { (void)unused; prctl(PR_GET_NAME, name); return NULL; }
                __attribute__((constructor)) static void start(void) {
                    pthread_t thread; pthread_create(&thread, NULL, ask, NULL); pthread_join(thread, NULL);
                }
                """, "strcmp(name, \"named\") == 0");
        try (CapturedLog log = CapturedLog.of("polyplug.loader.native")) {
            this.stage.runtime().loadBundle(folder);
            assertThat(answer("named").answer()).isEqualTo(1);
            assertThat(log.lines()).isEmpty();
        }
    }

    /** The one contract of these bundles. */
    @GuestContract(name = "real.Answer", version = "1.0.0")
    interface Answer {

        @ContractFunction(0)
        int answer();

    }

}
