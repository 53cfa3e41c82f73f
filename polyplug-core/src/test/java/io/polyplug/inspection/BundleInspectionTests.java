package io.polyplug.inspection;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import io.polyplug.PolyplugRuntime;
import io.polyplug.archive.BundleArchive;
import io.polyplug.contract.BundleId;
import io.polyplug.error.PolyplugException;
import io.polyplug.fixtures.NativeFixtures;
import io.polyplug.inspection.NeededLibrary.Place;
import io.polyplug.platform.Platform;
import io.polyplug.signing.SigningKey;
import io.polyplug.testing.CLibrary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * What is told of bundles that were looked at: the good ones, and those with a fault, in
 * the words of the runtime that refuses them.
 */
@EnabledOnOs(OS.LINUX)
class BundleInspectionTests {

    private static final String SOURCE = """
            #include "guest.h"
            %s
            FUNCTION(answer) { RESULT(int32_t) = %s; }
            CONTRACT("real.Answer", 1, 0, 0, answer)
            GUEST
            """;

    @TempDir
    private Path folder;

    private Path fixture(String name) {
        return NativeFixtures.copyTo(name, this.folder.resolve(name));
    }

    private Path bundle(String name, String declarations, String answer, String... flags) throws IOException {
        Path bundle = Files.createDirectories(this.folder.resolve(name));
        Files.writeString(bundle.resolve("manifest.toml"), """
                loader = "native"
                name = "%s"
                id = 0x%s
                version = "1.0.0"
                file = "lib%s.so"
                provides = ["real.Answer@1.0"]
                [function_count]
                "real.Answer@1" = 1
                """.formatted(name, BundleId.of(name), name));
        compiler().with(flags).compile(SOURCE.formatted(declarations, answer), bundle.resolve("lib" + name + ".so"));
        return bundle;
    }

    private CLibrary compiler() {
        return CLibrary.in(this.folder.resolve("sources"));
    }

    private static void append(Path bundle, String lines) throws IOException {
        Path manifest = bundle.resolve("manifest.toml");
        Files.writeString(manifest, Files.readString(manifest) + lines);
    }

    /** What the runtime says first is what is told first. */
    private static void assertToldLikeTheRuntime(Path bundle, String... parts) {
        BundleInspection inspection = BundleInspection.of(bundle);
        assertThat(inspection.isRefused()).isTrue();
        Problem first = inspection.problems().get(0);
        assertThat(first.severity()).isEqualTo(Severity.ERROR);
        assertThat(first.toString()).contains(parts).startsWith("error: ").doesNotContain("\n");
        try (PolyplugRuntime runtime = PolyplugRuntime.builder().build()) {
            PolyplugException refusal = catchThrowableOfType(PolyplugException.class,
                    () -> runtime.verifyBundle(bundle));
            assertThat(first.cause()).isEqualTo(refusal.explanation().reason());
            assertThat(first.cure()).isEqualTo(refusal.explanation().cure());
        }
    }

    @Test
    void goodBundleHasNoProblemsAndIsDescribed() {
        BundleInspection inspection = BundleInspection.of(fixture("reload-v1"));
        assertThat(inspection.problems()).isEmpty();
        Declaration manifest = inspection.manifest().orElseThrow();
        assertThat(manifest.name()).isEqualTo("reload");
        assertThat(manifest.version()).hasToString("1.0.0");
        assertThat(manifest.provides()).singleElement().satisfies((contract) -> {
            assertThat(contract.name()).isEqualTo("reload.test");
            assertThat(contract.functionCount()).hasValue(1);
        });
        PlatformInspection platform = inspection.platforms().get(0);
        assertThat(platform.platform()).isEqualTo(Platform.current().toString());
        assertThat(platform.residences()).isEmpty();
        LibraryInspection library = platform.libraries().get(0);
        assertThat(library.file()).isEqualTo(inspection.folder().resolve("libreload.so"));
        assertThat(library.exports()).containsExactly("polyplug_abi_version", "polyplug_init");
        assertThat(library.undefined()).isEmpty();
        assertThat(library.glibc()).hasValueSatisfying((version) -> assertThat(version).matches("2\\.\\d+"));
        assertThat(library.needed()).anySatisfy((needed) -> {
            assertThat(needed.name()).isEqualTo("libc.so.6");
            assertThat(needed.place()).isEqualTo(Place.SYSTEM);
            assertThat(needed.file()).hasValueSatisfying((file) -> assertThat(file).exists());
        });
        assertThat(inspection.signature().state()).isEqualTo(SignatureInspection.State.NONE);
    }

    @Test
    void everyFixtureThatARuntimeLoadsHasNoErrors() {
        for (String name : List.of("everything", "threads", "unique", "thread-local", "hostapi", "machine", "large")) {
            assertThat(BundleInspection.of(fixture(name)).problems()).as(name).isEmpty();
        }
    }

    @Test
    void fileInTheFolderNamesTheBundle() {
        Path bundle = fixture("adder");
        assertThat(BundleInspection.of(bundle.resolve("manifest.toml"))).isEqualTo(BundleInspection.of(bundle));
    }

    @Test
    void allMistakesOfAManifestAreToldAtOnceAndNoneTwice() throws IOException {
        Path bundle = fixture("adder");
        Files.writeString(bundle.resolve("manifest.toml"), """
                loader = 3
                name = "adder"
                id = 0x12
                version = "one"
                file = "libadder.so"
                provides = ["test.add@1.0", "@2", 7]
                [function_count]
                "test.add@1" = "two"
                [[dependency]]
                contract = "reload.test"
                min_version = "first"
                [jvm]
                unload = "soon"
                speed = "high"
                """);
        List<Problem> problems = BundleInspection.of(bundle).problems();
        assertThat(problems).extracting((problem) -> problem.thing().replaceAll(".*: ", ""))
            .containsExactly("loader", "provides", "function_count.test.add@1", "dependency[0].kind", "id",
                    "dependency[0].min_version", "version", "jvm.speed", "jvm.unload");
        assertThat(problems).allSatisfy((problem) -> assertThat(problem.cure()).isNotEmpty());
    }

    @Test
    void firstOfSeveralMistakesIsWhatTheRuntimeSays() throws IOException {
        Path bundle = fixture("adder");
        append(bundle, "[jvm]\nunload = \"soon\"\nspeed = \"high\"\n");
        Files.delete(bundle.resolve("libadder.so"));
        assertToldLikeTheRuntime(bundle, "'speed' is no setting of [jvm]");
        assertThat(BundleInspection.of(bundle).problems()).hasSize(3);
    }

    @Test
    void misspeltManifestIsFound() throws IOException {
        Path bundle = fixture("adder");
        Files.move(bundle.resolve("manifest.toml"), bundle.resolve("Manifest.toml"));
        assertToldLikeTheRuntime(bundle, "there is no such file");
        assertThat(BundleInspection.of(bundle).problems()).extracting(Problem::cause)
            .anySatisfy((cause) -> assertThat(cause).contains("'adder/Manifest.toml' has to be called manifest.toml"));
    }

    @Test
    void librariesOfAllPlatformsAreExamined() throws IOException {
        Path bundle = fixture("adder");
        String here = Platform.current().toString();
        String elsewhere = Platform.current().isX86() ? "linux.aarch64" : "linux.x86_64";
        Files.writeString(bundle.resolve("manifest.toml"),
                Files.readString(bundle.resolve("manifest.toml"))
                    .replace("file = \"libadder.so\"", "file." + here + " = \"libadder.so\"\nfile." + elsewhere
                            + " = \"libadder.so\"\nfile.macos.aarch64 = \"libadder.dylib\""));
        BundleInspection inspection = BundleInspection.of(bundle);
        assertThat(inspection.platforms()).extracting(PlatformInspection::platform)
            .containsExactlyInAnyOrder(here, elsewhere, "macos.aarch64");
        assertThat(inspection.problems()).hasSize(2)
            .anySatisfy((problem) -> assertThat(problem.cause()).contains("and its manifest has it for "))
            .anySatisfy((problem) -> assertThat(problem.cause()).contains("libadder.dylib", "does not exist"));
    }

    @Test
    void symbolsThatBeginABundleAreRequired() {
        for (String name : List.of("reload-no-version", "reload-no-init")) {
            assertToldLikeTheRuntime(fixture(name), "does not export polyplug_", "init symbol missing");
        }
    }

    @Test
    void whatNobodyDefinesIsNamed() throws IOException {
        Path bundle = bundle("lacking", "extern int forgotten(void); extern int left(void);", "forgotten() + left()");
        BundleInspection inspection = BundleInspection.of(bundle);
        assertThat(inspection.problems()).extracting(Problem::cause)
            .satisfiesExactly((cause) -> assertThat(cause).contains("undefined symbol: forgotten"),
                    (cause) -> assertThat(cause).contains("undefined symbol: left"));
        assertThat(inspection.problems()).allSatisfy((each) -> assertThat(each.cure()).contains("-Wl,-z,defs"));
        assertThat(inspection.platforms().get(0).libraries().get(0).undefined()).containsExactly("forgotten", "left");
        append(bundle, "[jvm]\nbinding = \"lazy\"\n");
        assertThat(BundleInspection.of(bundle).problems()).isEmpty();
    }

    @Test
    void whatTheJvmDefinesIsThere() throws IOException {
        Path bundle = bundle("jvm", "extern int JNI_GetCreatedJavaVMs(void *, int, int *);",
                "JNI_GetCreatedJavaVMs(0, 0, 0)");
        assertThat(BundleInspection.of(bundle).problems()).isEmpty();
    }

    @Test
    void libraryBesideIsFoundWhereTheSystemLooks() throws IOException {
        Path helper = this.folder.resolve("beside/libbesidehelper.so.1");
        compiler().with("-Wl,-soname,libbesidehelper.so.1")
            .compile("__attribute__((visibility(\"default\"))) int help(void) { return 1; }", helper);
        Path found = bundle("beside", "extern int help(void);", "help()", helper.toString(), "-Wl,-rpath,$ORIGIN");
        BundleInspection inspection = BundleInspection.of(found);
        assertThat(inspection.problems()).isEmpty();
        assertThat(inspection.platforms().get(0).libraries()).hasSize(2);
        assertThat(inspection.platforms().get(0).libraries().get(0).needed())
            .contains(new NeededLibrary("libbesidehelper.so.1", Place.BUNDLE, Optional.of(helper)));
        bundle("beside", "extern int help(void);", "help()", helper.toString());
        Problem problem = BundleInspection.of(found).problems().get(0);
        assertThat(problem.cause()).contains("libbesidehelper.so.1", "the system does not look in the bundle's folder");
        assertThat(problem.cure()).isEqualTo("Link with -Wl,-rpath,'$ORIGIN'");
        Files.delete(helper);
        assertThat(BundleInspection.of(found).problems().get(0).cure()).startsWith("Install what it needs");
    }

    @Test
    void executableStackAndSanitizerAreToldTogether() throws IOException {
        Path bundle = bundle("unsafe", "extern void __asan_init(void);", "(__asan_init(), 1)", "-Wl,-z,execstack");
        assertToldLikeTheRuntime(bundle, "executable stacks", "-Wl,-z,noexecstack");
        assertThat(BundleInspection.of(bundle).problems()).extracting(Problem::cause)
            .anySatisfy((cause) -> assertThat(cause).contains("built with a sanitizer"))
            .anySatisfy((cause) -> assertThat(cause).contains("undefined symbol: __asan_init"));
    }

    @Test
    void whatKeepsLibrariesMappedIsTold() throws IOException {
        assertThat(residences(fixture("unique"))).singleElement().satisfies((each) -> {
            assertThat(each.certain()).isTrue();
            assertThat(each.cause()).contains("GNU-unique symbols");
            assertThat(each.cure()).contains("Build it with -fno-gnu-unique");
        });
        assertThat(residences(fixture("thread-local"))).anySatisfy((each) -> {
            assertThat(each.certain()).isFalse();
            assertThat(each.cause()).contains("thread-local objects");
        });
        Path keyed = bundle("keyed", "#include <pthread.h>", "(pthread_key_create((pthread_key_t *) 0, 0), 1)",
                "-Wl,-z,nodelete");
        assertThat(residences(keyed)).extracting(Residence::cause)
            .containsExactly("it is linked with -z nodelete",
                    "it has keys of thread-specific data whose destructors are in its code, and each thread that ends"
                            + " may run one");
        append(keyed, "[jvm]\nunload = \"reclaim\"\n");
        assertThat(residences(keyed)).extracting(Residence::cause).containsExactly("it is linked with -z nodelete");
    }

    private static List<Residence> residences(Path bundle) {
        return BundleInspection.of(bundle).platforms().get(0).residences();
    }

    @Test
    void linksThatLeadOutOfTheFolderAreToldEach() throws IOException {
        Path bundle = fixture("adder");
        Files.createSymbolicLink(bundle.resolve("a"), Path.of("/etc/hostname"));
        Files.createSymbolicLink(bundle.resolve("b"), Path.of("nowhere"));
        assertToldLikeTheRuntime(bundle, "link to ");
        assertThat(BundleInspection.of(bundle).problems()).hasSize(2);
    }

    @Test
    void signatureIsToldAndRequiredOnlyWithKeys() throws IOException {
        Path bundle = fixture("adder");
        SigningKey key = SigningKey.generate();
        assertThat(BundleInspection.of(bundle, List.of(key.verifyingKey())).problems()).singleElement()
            .satisfies((problem) -> assertThat(problem.cause()).contains("it is not signed"));
        key.sign(bundle);
        BundleInspection good = BundleInspection.of(bundle, List.of(key.verifyingKey()));
        assertThat(good.problems()).isEmpty();
        assertThat(good.signature().state()).isEqualTo(SignatureInspection.State.GOOD);
        assertThat(good.signature().signer()).contains(key.verifyingKey());
        assertThat(BundleInspection.of(bundle, List.of(SigningKey.generate().verifyingKey())).problems())
            .singleElement()
            .satisfies((problem) -> assertThat(problem.cause()).contains("not in the trusted-key allowlist"));
    }

    @Test
    void brokenSignatureNamesTheFilesThatWereWrittenLater() throws IOException {
        Path bundle = fixture("adder");
        SigningKey key = SigningKey.generate();
        key.sign(bundle);
        append(bundle, "# changed\n");
        Instant signed = Files.getLastModifiedTime(bundle.resolve("bundle.sig")).toInstant();
        Files.setLastModifiedTime(bundle.resolve("libadder.so"), FileTime.from(signed.minusSeconds(5)));
        Files.setLastModifiedTime(bundle.resolve("manifest.toml"), FileTime.from(signed.plusSeconds(5)));
        BundleInspection inspection = BundleInspection.of(bundle);
        assertThat(inspection.signature().state()).isEqualTo(SignatureInspection.State.BROKEN);
        assertThat(inspection.isRefused()).isFalse();
        assertThat(inspection.problems()).singleElement().satisfies((problem) -> {
            assertThat(problem.severity()).isEqualTo(Severity.WARNING);
            assertThat(problem.cause())
                .endsWith("written after it was signed, by the times of the files: manifest.toml");
        });
        assertThat(BundleInspection.of(bundle, List.of(key.verifyingKey())).isRefused()).isTrue();
    }

    @Test
    void archiveIsInspectedAsTheFolderThatWasPacked() throws IOException {
        Path bundle = fixture("adder");
        Path archive = this.folder.resolve("adder.ppb");
        BundleArchive.pack(List.of(bundle), archive);
        BundleInspection packed = BundleInspection.of(archive);
        assertThat(packed.problems()).isEmpty();
        assertThat(packed.folder()).isEqualTo(archive);
        assertThat(packed.manifest()).isEqualTo(BundleInspection.of(bundle).manifest());
        assertThat(packed.platforms().get(0).libraries().get(0).file())
            .isEqualTo(this.folder.resolve("adder.ppb!libadder.so"));
        NativeFixtures.copyLibraryTo("reload-no-init", bundle);
        append(bundle, "[jvm]\nspeed = \"high\"\n");
        BundleArchive.pack(List.of(bundle), archive);
        assertThat(BundleInspection.of(archive).problems()).extracting(Problem::cause)
            .satisfiesExactly((cause) -> assertThat(cause).startsWith(archive + "!manifest.toml: "),
                    (cause) -> assertThat(cause).startsWith("its library " + archive + "!libadder.so "));
        Files.writeString(archive, "no zip");
        assertThat(BundleInspection.of(archive).problems()).singleElement()
            .satisfies((problem) -> assertThat(problem.toString()).startsWith("error: ").contains("adder.ppb"));
        assertThat(BundleInspection.of(archive).isRefused()).isTrue();
    }

    @Test
    void libraryAloneIsDescribed() throws IOException {
        LibraryInspection library = LibraryInspection.of(NativeFixtures.library(fixture("adder")));
        assertThat(library.processor()).isEqualTo(Platform.current().arch());
        assertThat(library.exports()).containsExactly("polyplug_abi_version", "polyplug_init");
    }

}
