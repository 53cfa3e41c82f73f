package io.polyplug;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.polyplug.contract.BundleId;
import io.polyplug.contract.GuestContractHandle;
import io.polyplug.fixtures.NativeFixtures;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A runtime with hot reload, folders of real bundles, and what they leave behind. After
 * each test held calls are let go, the runtimes are closed, and nothing may be mapped or
 * left in the work directories.
 */
final class Stage implements BeforeEachCallback, AfterEachCallback {

    private static final Duration LONGEST = Duration.ofSeconds(60);

    private final Consumer<PolyplugRuntime.Builder> settings;

    /** Every phase that the first runtime told, in order. */
    final List<ReloadPhase> phases = new CopyOnWriteArrayList<>();

    private final List<HeldCall<?>> calls = new ArrayList<>();

    private final List<PolyplugRuntime> runtimes = new CopyOnWriteArrayList<>();

    private @Nullable Path folder;

    private @Nullable PolyplugRuntime runtime;

    private boolean leaks;

    Stage() {
        this((builder) -> {
        });
    }

    Stage(Consumer<PolyplugRuntime.Builder> settings) {
        this.settings = settings;
    }

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        this.folder = Files.createTempDirectory("polyplug-test-").toRealPath();
    }

    Path folder() {
        return Objects.requireNonNull(this.folder);
    }

    Path work() {
        return folder().resolve("work");
    }

    /** Returns the runtime, building it at first request. */
    synchronized PolyplugRuntime runtime() {
        PolyplugRuntime present = this.runtime;
        if (present == null) {
            present = another((builder) -> {
                builder.onReload(this.phases::add);
                this.settings.accept(builder);
            });
            this.runtime = present;
        }
        return present;
    }

    /** Builds one more runtime with hot reload, which is closed after the test. */
    PolyplugRuntime another(Consumer<PolyplugRuntime.Builder> changes) {
        PolyplugRuntime.Builder builder = PolyplugRuntime.builder()
            .hotReload(true)
            .workDirectory(work())
            .drainTimeout(LONGEST)
            .reloadWait(LONGEST)
            .operationTimeout(LONGEST);
        changes.accept(builder);
        PolyplugRuntime built = builder.build();
        this.runtimes.add(built);
        return built;
    }

    /** Returns a folder that holds a fixture, named like it. */
    Path bundle(String fixture) {
        return bundle(fixture, fixture);
    }

    synchronized Path bundle(String fixture, String name) {
        Path bundle = folder().resolve("bundles").resolve(name);
        return Files.exists(bundle) ? bundle : NativeFixtures.copyTo(fixture, bundle);
    }

    /** Returns a folder that holds a fixture under another bundle name. */
    Path renamed(String fixture, String name) {
        Path bundle = bundle(fixture, name);
        Path manifest = bundle.resolve("manifest.toml");
        try {
            Files.writeString(manifest,
                    Files.readString(manifest)
                        .replaceFirst("(?m)^name = .*$", "name = \"" + name + "\"")
                        .replaceFirst("(?m)^id = .*$", "id = " + Long.toUnsignedString(BundleId.of(name).value())));
            return bundle;
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    /** Returns the library of a fixture, in the folder that holds it. */
    Path library(String fixture) {
        return NativeFixtures.library(bundle(fixture));
    }

    BundleInfo load(String fixture) {
        return runtime().loadBundle(bundle(fixture));
    }

    Plugins.Answering answering() {
        return runtime().contract(Plugins.Answering.class);
    }

    /** Resolves {@code reload.test} as guests do, by id and handle. */
    GuestContractHandle resolvable() {
        GuestContractHandle handle = runtime().findGuestContract(Plugins.RELOAD_TEST, 0).orElseThrow();
        try (EpochGuard guard = runtime().pin()) {
            assertThat(runtime().resolve(handle, guard).functionCount()).isEqualTo(1);
        }
        return handle;
    }

    /** Holds a call of bundle {@code slow} inside native code. */
    HeldCall<Integer> hold() {
        return hold("held-call", runtime().contract(Plugins.Slow.class)::hold);
    }

    <T> HeldCall<T> hold(String threadName, HeldCall.NativeCall<T> call) {
        HeldCall<T> held = HeldCall.enter(threadName, call);
        this.calls.add(held);
        return held;
    }

    void awaitReclamation() {
        assertThat(runtime().awaitReclamation(LONGEST)).as("all reclaimed; holders %s", holders()).isTrue();
    }

    private List<Holder> holders() {
        return runtime().statistics().holders();
    }

    /** Returns the generations of a bundle that were reclaimed, in that order. */
    List<Long> reclaimed(String bundle) {
        return phases(ReloadPhase.Reclaimed.class).stream()
            .filter((each) -> each.bundleName().equals(bundle))
            .map(ReloadPhase::generation)
            .toList();
    }

    /**
     * Returns when the reclaimer has looked at everything that is retired now: a bundle
     * that comes and goes without any call is released behind it. Not while a guard is
     * open.
     */
    void letTheReclaimerWork() {
        long generation = load("allocating").generation();
        runtime().unloadBundle("allocating");
        long deadline = System.nanoTime() + LONGEST.toNanos();
        while (!reclaimed("allocating").contains(generation)) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("What nobody uses is not reclaimed; holders " + holders());
            }
            LockSupport.parkNanos(100_000);
        }
    }

    <T extends ReloadPhase> List<T> phases(Class<T> type) {
        return this.phases.stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** Lets the builds in a folder leave marks in the file {@link #marks}. */
    void leaveMarks(Path bundle) {
        try {
            Files.writeString(bundle.resolve("mark-file"), markFile().toString());
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    Path markFile() {
        return folder().resolve("marks");
    }

    /**
     * Returns the marks of one kind: each as {@code <version> <folder of the library>}.
     */
    List<String> marks(String event) {
        try (Stream<String> lines = Files.exists(markFile()) ? Files.lines(markFile()) : Stream.empty()) {
            return lines.filter((each) -> each.startsWith(event + " "))
                .map((each) -> each.substring(event.length() + 1))
                .toList();
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    /** Returns the libraries of private copies that this process has mapped. */
    List<String> mappedLibraries() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/maps"), StandardCharsets.ISO_8859_1)) {
            String work = work().toString();
            return lines.filter((each) -> each.contains(work))
                .map((each) -> each.substring(each.indexOf(work)))
                .distinct()
                .toList();
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    /** Returns the names of all private copies. */
    List<String> privateCopies() {
        return folders().stream().filter((name) -> !name.endsWith(".spare")).toList();
    }

    /** Returns the names of what is left of private copies, for the next one. */
    List<String> spareCopies() {
        return folders().stream().filter((name) -> name.endsWith(".spare")).toList();
    }

    private List<String> folders() {
        return children(work()).stream()
            .filter(Files::isDirectory)
            .flatMap((run) -> children(run).stream())
            .map((each) -> each.getFileName().toString())
            .sorted()
            .toList();
    }

    /** Removes the work directory under the runtimes, as a cleaner of old files does. */
    void sweep() throws IOException {
        Files.walkFileTree(work(), new Deletion());
    }

    private static List<Path> children(Path folder) {
        try (Stream<Path> children = Files.exists(folder) ? Files.list(folder) : Stream.empty()) {
            return children.toList();
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    /** Tells that this test leaves a library mapped for good. */
    void leaks() {
        this.leaks = true;
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        this.calls.forEach(HeldCall::close);
        this.runtimes.forEach(PolyplugRuntime::close);
        List<String> mapped = mappedLibraries();
        List<Path> left = children(work());
        Files.walkFileTree(folder(), new Deletion());
        if (context.getExecutionException().isEmpty()) {
            assertThat(left).as("what is left in the work directory").isEmpty();
            if (!this.leaks) {
                assertThat(mapped).as("what is still mapped").isEmpty();
            }
        }
    }

    private static final class Deletion extends SimpleFileVisitor<Path> {

        @Override
        public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            directory.toFile().setWritable(true);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure) throws IOException {
            Files.delete(directory);
            return FileVisitResult.CONTINUE;
        }

    }

}
