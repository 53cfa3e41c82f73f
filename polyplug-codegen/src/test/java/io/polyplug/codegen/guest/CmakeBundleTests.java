package io.polyplug.codegen.guest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import io.polyplug.PolyplugRuntime;
import io.polyplug.codegen.guest.EveryTypeContracts.Access;
import io.polyplug.codegen.guest.EveryTypeContracts.Big;
import io.polyplug.codegen.guest.EveryTypeContracts.Clock;
import io.polyplug.codegen.guest.EveryTypeContracts.Colour;
import io.polyplug.codegen.guest.EveryTypeContracts.Counter;
import io.polyplug.codegen.guest.EveryTypeContracts.Everything;
import io.polyplug.codegen.guest.EveryTypeContracts.Level;
import io.polyplug.codegen.guest.EveryTypeContracts.Line;
import io.polyplug.codegen.guest.EveryTypeContracts.Mixed;
import io.polyplug.codegen.guest.EveryTypeContracts.Notes;
import io.polyplug.codegen.guest.EveryTypeContracts.Point;
import io.polyplug.codegen.guest.EveryTypeContracts.Scalars;
import io.polyplug.codegen.guest.EveryTypeContracts.Unit;
import io.polyplug.error.GuestCallException;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Bundles in C and C++ whose author wrote bodies: built, loaded, called, replaced and
 * unloaded.
 */
@Timeout(600)
class CmakeBundleTests {

    private static final Mixed MIXED = new Mixed((short) 200, true, 65000, -5, "größer", new Point(1.5f, 2.5),
            Colour.RED, new byte[] { 1, 0, 2 }, 0x7fff_0000_1000L);

    private static final Mixed REMIXED = new Mixed((short) 201, false, 65001, -4, "größer!", new Point(2.5f, 3.5),
            Colour.BLUE, new byte[] { 1, 0, 2 }, 0x7fff_0000_1001L);

    /** Built once, and replaced by each test that changes a body. */
    private static final Map<GuestLanguage, CmakeProject> PROJECTS = new EnumMap<>(GuestLanguage.class);

    @TempDir
    static Path projects;

    @TempDir
    Path work;

    private final AtomicInteger openNotes = new AtomicInteger();

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
        return PolyplugRuntime.builder()
            .backend(backend)
            .hotReload(true)
            .workDirectory(this.work)
            .hostContract(Clock.class, new FixedClock())
            .hostContractFactory(Notes.class, () -> new CountedNotes(this.openNotes))
            .build();
    }

    @ParameterizedTest
    @MethodSource("languagesAndBackends")
    void valuesOfEveryTypeGoInAndOut(GuestLanguage language, String backend) throws IOException {
        CmakeProject project = built(language);
        try (PolyplugRuntime runtime = runtime(backend)) {
            runtime.loadBundle(project.bundle());
            Everything everything = runtime.contract(Everything.class);
            assertThat(everything.scalars((short) 255, (byte) -1, 65535, (short) -2, 4294967295L, -3, -4, -5, 1.5f, 2.5,
                    true, 0x1000))
                .isEqualTo(new Scalars((short) 255, (byte) -1, 65535, (short) -2, 4294967295L, -3, -4, -5, 1.5f, 2.5,
                        true, 0x1000));
            assertThat(everything.mirror(new Line(new Point(1, 2), Level.LOW, new Point(3, 4), Set.of(Access.WRITE))))
                .isEqualTo(new Line(new Point(3, 4), Level.HIGH, new Point(1, 2), Set.of(Access.WRITE)));
            assertThat(everything.remix(MIXED)).isEqualTo(REMIXED);
            assertThat(everything.colour(Colour.RED)).isEqualTo(Colour.BLUE);
            assertThat(everything.level(Level.HIGH)).isEqualTo(Level.LOW);
            assertThat(everything.unit(Unit.METRE)).isEqualTo(Unit.LIGHT_YEAR);
            assertThat(everything.big(Big.ONE)).isEqualTo(Big.TOP);
            assertThat(everything.toggle(Set.of(Access.READ), Set.of(Access.WRITE))).isEqualTo(Set.of(Access.values()));
            assertThat(everything.toggle(Set.of(Access.values()), Set.of(Access.WRITE))).isEqualTo(Set.of(Access.READ));
            assertThat(everything.toggle(Set.of(Access.READ), Set.of(Access.READ))).isEmpty();
            assertThat(everything.toggle(Set.of(), Set.of())).isEmpty();
            assertThat(everything.whileTrue(1, 2, 3)).isEqualTo(7);
            everything.nothing();
        }
    }

    @ParameterizedTest
    @MethodSource("languagesAndBackends")
    void textsAndBytesOfAnyLengthAreReturnedAndFreed(GuestLanguage language, String backend) throws IOException {
        CmakeProject project = built(language);
        try (PolyplugRuntime runtime = runtime(backend)) {
            runtime.loadBundle(project.bundle());
            Everything everything = runtime.contract(Everything.class);
            for (String text : new String[] { "", "größer als 😀", "x".repeat(100_000) }) {
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                assertThat(everything.echoText(text)).isEqualTo(text);
                assertThat(everything.echoBytes(bytes)).isEqualTo(bytes);
            }
            assertThat(everything.cat("ab", (short) 0, "")).containsExactly('a', 'b', 0);
            for (int i = 0; i < 1000; i++) {
                everything.remix(MIXED);
                assertThatExceptionOfType(GuestCallException.class).isThrownBy(() -> everything.fail(256, "x"));
            }
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
            assertFails(() -> everything.fail(256, "größe"), 256, "because of größe");
            assertFails(() -> everything.fail(4294967295L, ""), -1, "because of ");
            assertFails(() -> everything.fail(1, "that"), 1, "because of that");
            assertFails(() -> everything.fail(3, "that"), 3, (language == GuestLanguage.C) ? "because of that"
                    : "something was thrown that is no std::exception");
            assertFails(() -> everything.fail(0, "that"), 1, "because of that");
            assertThat(everything.echoText("it goes on")).isEqualTo("it goes on");
        }
    }

    private static void assertFails(Runnable call, int code, String message) {
        assertThatExceptionOfType(GuestCallException.class).isThrownBy(call::run).satisfies((failure) -> {
            assertThat(failure.code()).isEqualTo(code);
            assertThat(failure.guestMessage()).isEqualTo(message);
        });
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
            assertThat(everything.noted(MIXED)).isEqualTo(REMIXED);
            assertThat(everything.joined("ab", new byte[] { 3 })).containsExactly('a', 'b', 3);
            assertThat(everything.recovered()).isEqualTo("3");
            assertFails(() -> everything.zoned(7, "nowhere"), 3, failureOf(() -> everything.zoned(7, "nowhere")));
            assertThat(failureOf(() -> everything.zoned(7, "nowhere"))).contains("no such zone");
            assertThat(this.openNotes).hasValue(1);
            runtime.unloadBundle("every-type");
            assertThat(runtime.awaitReclamation(Duration.ofSeconds(30))).isTrue();
            assertThat(this.openNotes).hasValue(0);
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
            assertFails(everything::now, 100, "the host has no host.Clock 1.0");
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
            assertFails(() -> everything.fail(300, "x"), 300, "because of x");

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

    private static final class FixedClock implements Clock {

        @Override
        public long now() {
            return 42;
        }

        @Override
        public String zoned(long at, String zone) {
            if (zone.equals("nowhere")) {
                throw new IllegalArgumentException("no such zone");
            }
            return at + " in " + zone;
        }

    }

    /** One for each instance of a guest. */
    private static final class CountedNotes implements Notes, AutoCloseable {

        private final AtomicInteger open;

        CountedNotes(AtomicInteger open) {
            this.open = open;
            open.incrementAndGet();
        }

        @Override
        public Mixed note(Mixed mixed) {
            assertThat(mixed).isEqualTo(MIXED);
            return REMIXED;
        }

        @Override
        public byte[] join(String text, byte[] bytes) {
            byte[] joined = Arrays.copyOf(text.getBytes(StandardCharsets.UTF_8), text.length() + bytes.length);
            System.arraycopy(bytes, 0, joined, text.length(), bytes.length);
            return joined;
        }

        @Override
        public void forget() {
            throw new IllegalStateException("never");
        }

        @Override
        public void close() {
            this.open.decrementAndGet();
        }

    }

}
