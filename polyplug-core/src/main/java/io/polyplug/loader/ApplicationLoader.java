package io.polyplug.loader;

import java.nio.file.Path;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.polyplug.boundary.InitWindow;
import io.polyplug.contract.BundleId;
import io.polyplug.contract.Version;
import io.polyplug.error.BundleLoadException;
import io.polyplug.error.Explanation;
import io.polyplug.error.PolyplugException;
import io.polyplug.hostapi.HostApi;
import io.polyplug.spi.BundleContext;
import io.polyplug.spi.BundleLoader;
import io.polyplug.store.Generation;

/**
 * Runs a loader of the application.
 */
final class ApplicationLoader implements CodeLoader {

    private static final Logger logger = LoggerFactory.getLogger("polyplug.loader");

    private final String name;

    private final BundleLoader loader;

    private final HostApi host;

    ApplicationLoader(String name, BundleLoader loader, HostApi host) {
        this.name = name;
        this.loader = loader;
        this.host = host;
    }

    @Override
    public String name() {
        return this.name;
    }

    @Override
    public boolean supportsReload() {
        return this.loader.supportsReload();
    }

    @Override
    public BundleCode open(BundleFiles files) {
        return new Code(files, files.artifact());
    }

    /** What the loader makes of one generation. */
    private final class Code implements BundleCode {

        private final BundleFiles source;

        private final Path file;

        private @Nullable AutoCloseable opened;

        Code(BundleFiles source, Path file) {
            this.source = source;
            this.file = file;
        }

        @Override
        public void initialize(Generation generation, InitWindow window) {
            String bundle = generation.bundleName();
            try {
                this.opened = ApplicationLoader.this.loader
                    .load(new Context(ApplicationLoader.this.host, generation, window, this.source, this.file));
            }
            catch (PolyplugException ex) {
                throw ex;
            }
            catch (Exception | LinkageError | StackOverflowError ex) {
                throw new BundleLoadException(bundle,
                        Explanation.ofInit(bundle,
                                "its loader '" + ApplicationLoader.this.name + "' threw "
                                        + this.source.shown(ex.toString()),
                                "Look at the stack trace of the cause"),
                        ex);
            }
        }

        @Override
        public Closing close(Runnable destruction, Consumer<Closing> later) {
            destruction.run();
            AutoCloseable toClose = this.opened;
            this.opened = null;
            if (toClose != null) {
                try {
                    toClose.close();
                }
                catch (Exception ex) {
                    logger.warn("What loader '{}' had opened for bundle '{}' could not be closed",
                            ApplicationLoader.this.name, this.source.manifest().name(), ex);
                }
            }
            return Closing.UNMAPPED;
        }

    }

    /**
     * The bundle as the loader sees it.
     *
     * @param host registers what is provided
     * @param generationState what is being staged
     * @param window its init window
     * @param source the private copy
     * @param file the file that the manifest names
     */
    private record Context(HostApi host, Generation generationState, InitWindow window, BundleFiles source,
            Path file) implements BundleContext {

        @Override
        public String name() {
            return this.generationState.bundleName();
        }

        @Override
        public BundleId id() {
            return this.generationState.bundleId();
        }

        @Override
        public Version version() {
            return this.generationState.version();
        }

        @Override
        public long generation() {
            return this.generationState.number();
        }

        @Override
        public Path directory() {
            return this.source.copy().directory();
        }

        @Override
        public long hostTable() {
            return this.generationState.hostTable();
        }

        @Override
        public <T> void provide(Class<T> contract, T implementation) {
            this.host.provide(this.window, contract, implementation);
        }

    }

}
