package io.polyplug.codegen.guest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Stream;

import io.polyplug.PolyplugRuntime;
import io.polyplug.codegen.guest.EveryTypeContracts.Clock;
import io.polyplug.codegen.guest.EveryTypeContracts.Counter;
import io.polyplug.codegen.guest.EveryTypeContracts.Everything;
import io.polyplug.error.GuestCallException;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Bundles in C and C++ whose author wrote bodies: built, loaded, called, replaced and
 * unloaded.
 */
@Timeout(600)
class CmakeBundleTests {

    /** Built once, and replaced by each test that changes a body. */
    private static final Map<GuestLanguage, CmakeProject> PROJECTS = new EnumMap<>(GuestLanguage.class);

    @TempDir
    static Path projects;

    @TempDir
    Path work;

    private final EveryTypeHost host = new EveryTypeHost();

    static Stream<Arguments> languagesAndBackends() {
        return Stream.of(GuestLanguage.C, GuestLanguage.CPP)
            .flatMap((language) -> backends().map((backend) -> Arguments.of(language, backend)));
    }

    static Stream<String> backends() {
        return (Runtime.version().feature() >= 25) ? Stream.of("jna", "ffm") : Stream.of("jna");
    }

    private static CmakeProject built(GuestLanguage language) throws IOException {
        assumeTrue(CmakeProject.canBeBuilt(language), "cmake and a compiler of " + language + " are not on the PATH");
        CmakeProject project = PROJECTS.get(language);
        if (project == null) {
            project = new CmakeProject(language, projects.resolve(language.name()));
            project.write(EveryType.api());
            project.writeBody("every_type");
            project.writeBody("counter");
            project.build();
            PROJECTS.put(language, project);
        }
        return project;
    }

    private PolyplugRuntime runtime(String backend) {
        return this.host.runtime(backend, this.work);
    }

    @ParameterizedTest
    @MethodSource("languagesAndBackends")
    void valuesOfEveryTypeGoInAndOut(GuestLanguage language, String backend) throws IOException {
        CmakeProject project = built(language);
        try (PolyplugRuntime runtime = runtime(backend)) {
            runtime.loadBundle(project.bundle());
            Everything everything = runtime.contract(Everything.class);
            EveryTypeHost.values(everything);
        }
    }

    @ParameterizedTest
    @MethodSource("languagesAndBackends")
    void textsAndBytesOfAnyLengthAreReturnedAndFreed(GuestLanguage language, String backend) throws IOException {
        CmakeProject project = built(language);
        try (PolyplugRuntime runtime = runtime(backend)) {
            runtime.loadBundle(project.bundle());
            Everything everything = runtime.contract(Everything.class);
            EveryTypeHost.texts(everything);
            runtime.unloadBundle("every-type");
            assertThat(runtime.awaitReclamation(Duration.ofSeconds(30))).isTrue();
            assertThat(runtime.statistics().guestBytes().values()).allMatch((held) -> held == 0);
        }
    }

    @ParameterizedTest
    @MethodSource("languagesAndBackends")
    void failuresHaveCodeAndMessage(GuestLanguage language, String backend) throws IOException {
        CmakeProject project = built(language);
        try (PolyplugRuntime runtime = runtime(backend)) {
            runtime.loadBundle(project.bundle());
            Everything everything = runtime.contract(Everything.class);
            EveryTypeHost.assertFails(() -> everything.fail(256, "größe"), 256, "because of größe");
            EveryTypeHost.assertFails(() -> everything.fail(4294967295L, ""), -1, "because of ");
            EveryTypeHost.assertFails(() -> everything.fail(1, "that"), 1, "because of that");
            EveryTypeHost.assertFails(() -> everything.fail(3, "that"), 3, (language == GuestLanguage.C)
                    ? "because of that" : "something was thrown that is no std::exception");
            EveryTypeHost.assertFails(() -> everything.fail(0, "that"), 1, "because of that");
            assertThat(everything.echoText("it goes on")).isEqualTo("it goes on");
        }
    }

    @ParameterizedTest
    @MethodSource("languagesAndBackends")
    void functionsOfTheHostAreCalledAndTheirFailuresPassedOn(GuestLanguage language, String backend)
            throws IOException {
        CmakeProject project = built(language);
        try (PolyplugRuntime runtime = runtime(backend)) {
            runtime.loadBundle(project.bundle());
            Everything everything = runtime.contract(Everything.class);
            assertThat(everything.now()).isEqualTo(43);
            assertThat(everything.zoned(7, "Bern")).isEqualTo("<7 in Bern>");
            assertThat(everything.noted(EveryTypeHost.MIXED)).isEqualTo(EveryTypeHost.REMIXED);
            assertThat(everything.joined("ab", new byte[] { 3 })).containsExactly('a', 'b', 3);
            assertThat(everything.recovered()).isEqualTo("3");
            EveryTypeHost.assertFails(() -> everything.zoned(7, "nowhere"), 3,
                    failureOf(() -> everything.zoned(7, "nowhere")));
            assertThat(failureOf(() -> everything.zoned(7, "nowhere"))).contains("no such zone");
            assertThat(this.host.openNotes).hasValue(1);
            runtime.unloadBundle("every-type");
            assertThat(runtime.awaitReclamation(Duration.ofSeconds(30))).isTrue();
            assertThat(this.host.openNotes).hasValue(0);
        }
    }

    private static String failureOf(Runnable call) {
        try {
            call.run();
        }
        catch (GuestCallException ex) {
            return ex.guestMessage();
        }
        throw new AssertionError("It did not fail");
    }

    @ParameterizedTest
    @MethodSource("languagesAndBackends")
    void hostContractThatIsMissingIsSaidByName(GuestLanguage language, String backend) throws IOException {
        CmakeProject project = built(language);
        try (PolyplugRuntime runtime = PolyplugRuntime.builder().backend(backend).workDirectory(this.work).build()) {
            runtime.loadBundle(project.bundle());
            Everything everything = runtime.contract(Everything.class);
            EveryTypeHost.assertFails(everything::now, 100, "the host has no host.Clock 1.0");
            assertThat(everything.recovered()).isEqualTo("100");
        }
    }

    @ParameterizedTest
    @MethodSource("languagesAndBackends")
    void newBodyAnswersAfterAReloadAndNothingStaysMapped(GuestLanguage language, String backend) throws IOException {
        CmakeProject project = built(language);
        try (PolyplugRuntime runtime = runtime(backend)) {
            runtime.loadBundle(project.bundle());
            Counter counter = runtime.contract(Counter.class);
            Everything everything = runtime.contract(Everything.class);
            assertThat(counter.increment(2)).isEqualTo(2);
            assertThat(counter.increment(3)).isEqualTo(5);
            assertThat(everything.zoned(1, "Bern")).isEqualTo("<1 in Bern>");
            EveryTypeHost.assertFails(() -> everything.fail(300, "x"), 300, "because of x");

            replaceBody(project, "by) + by", "2 * by) + 2 * by", "+= by", "+= 2 * by");
            project.build();
            runtime.reloadBundle("every-type");
            assertThat(counter.increment(5)).isEqualTo(10);

            replaceBody(project, "2 * by) + 2 * by", "by) + by", "+= 2 * by", "+= by");
            project.build();
            runtime.reloadBundle("every-type");
            assertThat(counter.increment(5)).isEqualTo(5);

            runtime.unloadBundle("every-type");
            assertThat(runtime.awaitReclamation(Duration.ofSeconds(30))).isTrue();
            assertThat(runtime.statistics().reclaimedGenerations()).isEqualTo(3);
            assertThat(runtime.statistics().closedButMapped()).isZero();
            assertThat(runtime.statistics().liveInstances()).isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("backends")
    void uniqueSymbolsKeepALibraryMappedUnlessTheBuildFileHasItsFlags(String backend) throws IOException {
        CmakeProject project = new CmakeProject(GuestLanguage.CPP, this.work.resolve("project"));
        assumeTrue(CmakeProject.canBeBuilt(project.language), "cmake and c++ are not on the PATH");
        assumeTrue(Tool.run(this.work, "c++", "--version").output().contains("Free Software Foundation"),
                "c++ is not GCC, which alone makes unique symbols");
        project.write(EveryType.api(), EveryType.COUNTER);
        project.writeBody("counter");
        project.replace("counter", "namespace {", "inline std::atomic<long> of_all_" + backend + "{0};\n\nnamespace {");
        project.replace("counter", "return count_ += by;", "of_all_" + backend + "++;\n        return count_ += by;");
        project.build();
        assertThat(mappedAfterUnload(project, backend)).isZero();

        Path build = project.folder.resolve("CMakeLists.txt");
        Files.writeString(build,
                Files.readString(build)
                    .replace("-fno-gnu-unique", "-fgnu-unique")
                    .replaceAll(" -Wl,--version-script=\\S+exports.map", "")
                    .replaceAll("set\\(CMAKE_(CXX_VISIBILITY|VISIBILITY).*\\)\n", ""));
        project.build();
        assertThat(mappedAfterUnload(project, backend)).isEqualTo(1);
    }

    private int mappedAfterUnload(CmakeProject project, String backend) {
        try (PolyplugRuntime runtime = runtime(backend)) {
            runtime.loadBundle(project.bundle());
            assertThat(runtime.contract(Counter.class).increment(2)).isEqualTo(2);
            runtime.unloadBundle("every-type");
            assertThat(runtime.awaitReclamation(Duration.ofSeconds(30))).isTrue();
            return runtime.statistics().closedButMapped();
        }
    }

    private static void replaceBody(CmakeProject project, String fromC, String toC, String fromCpp, String toCpp)
            throws IOException {
        boolean c = project.language == GuestLanguage.C;
        project.replace("counter", c ? fromC : fromCpp, c ? toC : toCpp);
    }

}
