package io.polyplug.script;

import io.polyplug.EngineSettings;
import io.polyplug.error.BundleLoadException;
import io.polyplug.error.ConfigurationException;
import io.polyplug.error.Explanation;
import io.polyplug.ffi.Libraries;
import io.polyplug.ffi.NativeBackend;
import io.polyplug.hostapi.HostApi;
import io.polyplug.loader.BundleCode;
import io.polyplug.loader.BundleFiles;
import io.polyplug.loader.CodeLoader;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs bundles of one script language. The life-cycle lock guards it.
 */
public final class ScriptLoader implements CodeLoader {

    private static final Logger logger = LoggerFactory.getLogger("polyplug.engine");

    private static final long ENOUGH_STACK = 2L << 20;

    private final ScriptLanguage language;

    private final EngineSettings settings;

    private final NativeBackend backend;

    private final Libraries libraries;

    private final HostApi host;

    private @Nullable EngineLibrary engine;

    /**
     * Creates the loader; the engine is opened with the first bundle.
     * @param language the language
     * @param settings its engine
     * @param backend how native code is reached
     * @param libraries the system's loader
     * @param host what scripts can call
     */
    public ScriptLoader(ScriptLanguage language, EngineSettings settings, NativeBackend backend, Libraries libraries,
            HostApi host) {
        this.language = language;
        this.settings = settings;
        this.backend = backend;
        this.libraries = libraries;
        this.host = host;
    }

    @Override
    public String name() {
        return this.language.loader();
    }

    @Override
    public boolean supportsReload() {
        return this.language.supportsReload(this.settings.options());
    }

    @Override
    public BundleCode open(BundleFiles files) {
        files.artifact();
        return new ScriptCode(engine(files.manifest().name()), this.host, files, this.settings.instances());
    }

    /** The engine believes that it has a megabyte, whatever is left of the thread's. */
    private void tellOfStacks() {
        if (this.language == ScriptLanguage.JAVASCRIPT && ThreadStacks.ofThisJvm().bytes() < ENOUGH_STACK) {
            logger
                .warn("A script in JavaScript that calls itself without end would end this process, for the threads of"
                        + " this JVM have less than 2 MiB of stack. Start it with -Xss2m; then it is an error");
        }
    }

    private EngineLibrary engine(String bundle) {
        EngineLibrary present = this.engine;
        if (present == null) {
            try {
                present = EngineLibrary.open(this.backend, this.libraries, this.language, this.settings);
            }
            catch (ConfigurationException ex) {
                throw new BundleLoadException(bundle,
                        Explanation.ofBundle(bundle, ex.explanation().reason(), ex.explanation().cure()), ex);
            }
            this.engine = present;
            tellOfStacks();
        }
        return present;
    }

}
