package io.polyplug.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import io.polyplug.BundleInfo;
import io.polyplug.PolyplugRuntime;
import io.polyplug.fixtures.NativeFixtures;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A runtime with bundles of the fixtures: one for all tests of a class if registered in a
 * static field, otherwise one a test. It is closed and its folders are deleted
 * afterwards.
 */
public final class RuntimeExtension
        implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {

    private final List<String> bundles;

    private final UnaryOperator<PolyplugRuntime.Builder> configuration;

    private boolean forClass;

    private Path folder;

    private PolyplugRuntime runtime;

    private RuntimeExtension(List<String> bundles, UnaryOperator<PolyplugRuntime.Builder> configuration) {
        this.bundles = bundles;
        this.configuration = configuration;
    }

    /**
     * Returns an extension whose runtime has the given bundles, loaded in this order.
     */
    public static RuntimeExtension with(String... bundles) {
        return new RuntimeExtension(List.of(bundles), UnaryOperator.identity());
    }

    /**
     * Returns an extension like this one whose runtime is built with further settings.
     */
    public RuntimeExtension configured(UnaryOperator<PolyplugRuntime.Builder> settings) {
        return new RuntimeExtension(this.bundles, (builder) -> settings.apply(this.configuration.apply(builder)));
    }

    public PolyplugRuntime runtime() {
        return this.runtime;
    }

    /** Returns a contract of the runtime. */
    public <T> T contract(Class<T> type) {
        return this.runtime.contract(type);
    }

    /** Returns the folder of a bundle of the fixtures, copying it there at first use. */
    public Path folderOf(String bundle) {
        Path copy = this.folder.resolve("bundles").resolve(bundle);
        return Files.exists(copy) ? copy : NativeFixtures.copyTo(bundle, copy);
    }

    /** Loads a bundle of the fixtures. */
    public BundleInfo load(String bundle) {
        return this.runtime.loadBundle(folderOf(bundle));
    }

    /** Returns where the runtime keeps its private copies. */
    public Path workDirectory() {
        return this.folder.resolve("work");
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        this.forClass = true;
        start();
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        if (!this.forClass) {
            start();
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        if (!this.forClass) {
            stop();
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        stop();
    }

    private void start() {
        try {
            this.folder = Files.createTempDirectory("polyplug-test-").toRealPath();
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
        this.runtime = this.configuration
            .apply(PolyplugRuntime.builder().workDirectory(workDirectory()).drainTimeout(Duration.ofSeconds(60)))
            .build();
        this.bundles.forEach(this::load);
    }

    private void stop() {
        this.runtime.close();
        try (Stream<Path> files = Files.walk(this.folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

}
