package io.polyplug.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Consumer;

import io.polyplug.BundleInfo;
import io.polyplug.PolyplugRuntime;
import io.polyplug.ReloadReport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A {@link Stage} whose runtime has engines, and bundles of scripts that tests may edit.
 */
final class ScriptStage implements BeforeEachCallback, AfterEachCallback {

    private final Stage stage = new Stage();

    private @Nullable ScriptWorkshop workshop;

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        this.stage.beforeEach(context);
        ExtensionContext.Store store = context.getRoot()
            .getStore(ExtensionContext.Namespace.create(ScriptWorkshop.class));
        this.workshop = store.computeIfAbsent(ScriptWorkshop.class, (key) -> open(), ScriptWorkshop.class);
    }

    private ScriptWorkshop open() {
        try {
            return new ScriptWorkshop(this.stage.workshop(),
                    Path.of(System.getProperty("basedir", "")).toAbsolutePath());
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    private ScriptWorkshop workshop() {
        return Objects.requireNonNull(this.workshop);
    }

    /** Returns what has neither an engine nor a script. */
    Stage withoutEngines() {
        return this.stage;
    }

    /** Returns the runtime with the engine of that language, or skips the test. */
    PolyplugRuntime runtime(Engine engine) {
        return runtime(engine, 1);
    }

    /** Returns the same with several machines a bundle. */
    PolyplugRuntime runtime(Engine engine, int instances) {
        return runtime(engine, instances, (builder) -> {
        });
    }

    /** Returns the same with several machines a bundle, and further settings. */
    PolyplugRuntime runtime(Engine engine, int instances, Consumer<PolyplugRuntime.Builder> settings) {
        return runtime(engine, (builder) -> {
            builder.engine(engine.loader(), workshop().settings(engine).withInstances(instances));
            settings.accept(builder);
        });
    }

    /** Returns the same with further settings. */
    PolyplugRuntime runtime(Engine engine, Consumer<PolyplugRuntime.Builder> settings) {
        workshop().require(engine);
        return this.stage.runtime((builder) -> {
            builder.engine(engine.loader(), workshop().settings(engine));
            settings.accept(builder);
        });
    }

    /** Returns a folder with a bundle that the test may change. */
    Path bundle(Engine engine, String member) {
        workshop().require(engine);
        Path copy = this.stage.folder().resolve(engine.folder() + "-" + member);
        try {
            if (!Files.exists(copy)) {
                ScriptWorkshop.copyTree(workshop().bundle(engine, member), copy);
            }
            return copy;
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    /** Makes a bundle of a project that the test has written. */
    Path assemble(Engine engine, String member, Path project) throws IOException {
        workshop().require(engine);
        Path bundle = this.stage.folder().resolve(engine.folder() + "-" + member);
        try {
            workshop().assemble(engine, member, project, bundle);
        }
        catch (MissingToolException ex) {
            throw new AssertionError("It was there when the other bundles were made", ex);
        }
        return bundle;
    }

    BundleInfo load(Engine engine, String member) {
        return runtime(engine).loadBundle(bundle(engine, member));
    }

    ReloadReport reload(Engine engine, String member) {
        return runtime(engine).reloadBundle(bundle(engine, member));
    }

    /** Has a bundle's script say something else at one place. */
    void edit(Engine engine, String member, String from, String to) {
        edit(bundle(engine, member).resolve(engine.entry(member)), from, to);
    }

    /** Has a bundle's manifest ask for a new instance when a dependency is reloaded. */
    static void reinitialiseWithDependencies(Path bundle) {
        edit(bundle.resolve("manifest.toml"), "needs_reinit_on_dep_reload = false",
                "needs_reinit_on_dep_reload = true");
    }

    private static void edit(Path script, String from, String to) {
        try {
            String before = Files.readString(script);
            if (!before.contains(from)) {
                throw new AssertionError(script + " does not say '" + from + "'");
            }
            Files.writeString(script, before.replace(from, to));
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    /** Adds a line to a bundle's script. */
    void append(Engine engine, String member, String line) {
        Path script = bundle(engine, member).resolve(engine.entry(member));
        try {
            Files.writeString(script, Files.readString(script) + line + "\n");
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    /** Takes the script as it was before the test changed it. */
    void restore(Engine engine, String member) {
        try {
            ScriptWorkshop.copyTree(workshop().bundle(engine, member), bundle(engine, member));
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        this.stage.afterEach(context);
    }

}
