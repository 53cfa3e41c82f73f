package io.polyplug.script;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeSet;

import io.polyplug.EngineSettings;
import io.polyplug.abi.Abi;
import io.polyplug.error.ConfigurationException;
import io.polyplug.error.Explanation;
import io.polyplug.ffi.Libraries;
import io.polyplug.ffi.LibraryException;
import io.polyplug.ffi.NativeBackend;
import io.polyplug.ffi.NativeBackend.Shape;
import io.polyplug.store.Seats;
import org.jspecify.annotations.Nullable;

/**
 * The library of an engine: what makes and ends inner runtimes, and what loads scripts
 * into them. It is never closed. Thread-safe.
 */
final class EngineLibrary {

    private static final String DEFAULT_PYTHON = "3.12";

    /** A process has one, whichever runtime a bundle is loaded into. */
    private static final Seats.Interpreter PYTHON = new Seats.Interpreter();

    private final NativeBackend backend;

    private final ScriptLanguage language;

    private final Map<String, String> options;

    private final long createRuntime;

    private final long destroyRuntime;

    private final long createLoader;

    private EngineLibrary(NativeBackend backend, ScriptLanguage language, Map<String, String> options, long[] symbols) {
        this.backend = backend;
        this.language = language;
        this.options = options;
        this.createRuntime = symbols[0];
        this.destroyRuntime = symbols[1];
        this.createLoader = symbols[2];
    }

    /**
     * Opens the library.
     * @throws ConfigurationException if it is not there, cannot be opened, or is not that
     * engine's
     */
    static EngineLibrary open(NativeBackend backend, Libraries libraries, ScriptLanguage language,
            EngineSettings settings) {
        requireKnownOptions(language, settings.options());
        Path file = settings.library().toAbsolutePath();
        if (!Files.isRegularFile(file)) {
            throw refused(language, "there is no such file: " + file, "Correct the path", null);
        }
        try {
            return libraries.callAs(language.loader(), () -> {
                String interpreter = settings.options().get(ScriptLanguage.INTERPRETER);
                if (interpreter != null) {
                    libraries.open(Path.of(interpreter).toAbsolutePath(), Libraries.Binding.NOW);
                }
                long handle = libraries.open(file, Libraries.Binding.NOW).handle();
                return new EngineLibrary(backend, language, settings.options(),
                        new long[] { symbol(libraries, handle, "polyplug_runtime_create", language, file),
                                symbol(libraries, handle, "polyplug_runtime_destroy", language, file),
                                symbol(libraries, handle, language.loaderSymbol(), language, file) });
            });
        }
        catch (LibraryException ex) {
            throw refused(language, "it cannot be opened: " + ex.getMessage(), language.cureOfOpening(), ex);
        }
    }

    private static void requireKnownOptions(ScriptLanguage language, Map<String, String> options) {
        for (String name : new TreeSet<>(options.keySet())) {
            if (!language.options().contains(name)) {
                throw refused(language, "it has no option '" + name + "'", language.options().isEmpty()
                        ? "Leave it out: it has none" : "Give one of " + language.options(), null);
            }
        }
    }

    private static long symbol(Libraries libraries, long handle, String name, ScriptLanguage language, Path file) {
        long address = libraries.symbol(handle, name);
        if (address == 0) {
            throw refused(language, file + " does not export " + name,
                    "Name " + language.libraryInWheel() + " of " + language.wheel() + " from PyPI", null);
        }
        return address;
    }

    private static ConfigurationException refused(ScriptLanguage language, String reason, String cure,
            @Nullable Throwable cause) {
        String setting = "engines." + language.loader();
        String shown = "The engine for bundles with loader '" + language.loader() + "' (polyplug." + setting
                + ") cannot be used: " + reason;
        return new ConfigurationException(setting, new Explanation(shown, shown, cure), cause);
    }

    NativeBackend backend() {
        return this.backend;
    }

    /** Makes an inner runtime from the address of its configuration; 0 if it fails. */
    long createRuntime(long config) {
        return this.backend.invoke(Shape.WORD, this.createRuntime, 0, config);
    }

    /** Returns what all machines of the process share, if they do. */
    Seats.@Nullable Interpreter interpreter() {
        return (this.language == ScriptLanguage.PYTHON) ? PYTHON : null;
    }

    /** Returns whether a bundle has to be unloaded before its inner runtime ends. */
    boolean unloadsFirst() {
        return this.language == ScriptLanguage.PYTHON;
    }

    /** Ends an inner runtime with all that it has loaded. */
    void destroyRuntime(long runtime) {
        this.backend.invoke(Shape.VOID, this.destroyRuntime, 0, runtime);
    }

    /** Makes what is registered as the loader of an inner runtime; 0 if it fails. */
    long createLoader() {
        if (this.language != ScriptLanguage.PYTHON) {
            return this.backend.invoke(Shape.WORD, this.createLoader, 0, 0);
        }
        byte[] version = this.options.getOrDefault(ScriptLanguage.MINIMUM_VERSION, DEFAULT_PYTHON)
            .getBytes(StandardCharsets.UTF_8);
        long view = this.backend.require(Abi.VIEW_SIZE + version.length, Abi.WORD);
        try {
            this.backend.copyIn(version, view + Abi.VIEW_SIZE);
            this.backend.putWord(view, view + Abi.VIEW_SIZE);
            this.backend.putWord(view + Abi.WORD, version.length);
            return this.backend.invoke(Shape.WORD, this.createLoader, 0, view);
        }
        finally {
            this.backend.free(view);
        }
    }

}
