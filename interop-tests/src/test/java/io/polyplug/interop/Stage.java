package io.polyplug.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.polyplug.BundleInfo;
import io.polyplug.PolyplugRuntime;
import io.polyplug.ReloadReport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A runtime with hot reload for each test, and upstream's bundles for it. Skips the test
 * where these cannot be made. Afterwards nothing may be mapped any more.
 */
final class Stage implements BeforeEachCallback, AfterEachCallback {

    private static final Duration LONGEST = Duration.ofSeconds(60);

    /** The fastest one, unless the build says otherwise; both are on the class path. */
    private static final String BACKEND = System.getProperty("polyplug.test.backend",
            (Runtime.version().feature() >= 25) ? "ffm" : "jna");

    private @Nullable Workshop workshop;

    private @Nullable Path folder;

    private @Nullable PolyplugRuntime runtime;

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        ExtensionContext.Store store = context.getRoot().getStore(ExtensionContext.Namespace.create(Workshop.class));
        store.computeIfAbsent(Workshop.class, (key) -> new Attempt(), Attempt.class).workshop().require();
        this.workshop = store.get(Workshop.class, Attempt.class).workshop();
        this.folder = Files.createTempDirectory("polyplug-interop-").toRealPath();
    }

    Workshop workshop() {
        return Objects.requireNonNull(this.workshop);
    }

    Path folder() {
        return Objects.requireNonNull(this.folder);
    }

    private Path work() {
        return folder().resolve("work");
    }

    /** Returns the runtime, building it at first request. */
    PolyplugRuntime runtime() {
        return runtime((builder) -> {
        });
    }

    /** Returns the runtime, building it with further settings at first request. */
    synchronized PolyplugRuntime runtime(Consumer<PolyplugRuntime.Builder> settings) {
        PolyplugRuntime present = this.runtime;
        if (present == null) {
            PolyplugRuntime.Builder builder = PolyplugRuntime.builder()
                .hotReload(true)
                .backend(BACKEND)
                .workDirectory(work());
            settings.accept(builder);
            present = builder.build();
            this.runtime = present;
        }
        return present;
    }

    /** Returns a folder with a bundle that the test may change. */
    Path bundle(String member) {
        Path copy = folder().resolve(member);
        try {
            if (!Files.exists(copy)) {
                Files.createDirectories(copy);
                for (Path file : children(workshop().bundle(member))) {
                    Files.copy(file, copy.resolve(file.getFileName().toString()));
                }
            }
            return copy;
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    /** Returns a folder with a bundle whose manifest has one line more. */
    Path bundleSaying(String member, String line) {
        Path manifest = bundle(member).resolve("manifest.toml");
        try {
            Files.writeString(manifest, Files.readString(manifest) + "\n[jvm]\n" + line + "\n");
            return bundle(member);
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    BundleInfo load(String member) {
        return runtime().loadBundle(bundle(member));
    }

    ReloadReport reload(String member) {
        return runtime().reloadBundle(bundle(member));
    }

    <T> T contract(Class<T> type) {
        return runtime().contract(type);
    }

    long guestBytes(String bundle) {
        return runtime().statistics().guestBytes().getOrDefault(bundle, 0L);
    }

    void awaitReclamation() {
        assertThat(runtime().awaitReclamation(LONGEST)).as("all reclaimed; %s", runtime().statistics().holders())
            .isTrue();
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

    private static List<Path> children(Path folder) throws IOException {
        try (Stream<Path> children = Files.list(folder)) {
            return children.toList();
        }
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        if (this.runtime != null) {
            this.runtime.close();
        }
        if (this.folder == null) {
            return;
        }
        List<String> mapped = mappedLibraries();
        try (Stream<Path> files = Files.walk(this.folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
        if (context.getExecutionException().isEmpty()) {
            assertThat(mapped).as("what is still mapped").isEmpty();
        }
    }

    /** One attempt to build, whose failure is not repeated for each test. */
    private static final class Attempt {

        private @Nullable Workshop made;

        private @Nullable Throwable failure;

        Attempt() {
            try {
                this.made = Workshop.open();
            }
            catch (IOException | AssertionError ex) {
                this.failure = ex;
            }
        }

        Workshop workshop() {
            if (this.made == null) {
                throw new AssertionError("Upstream's bundles could not be made", this.failure);
            }
            return this.made;
        }

    }

}
