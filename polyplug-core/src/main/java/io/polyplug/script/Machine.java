package io.polyplug.script;

import java.nio.file.Path;

import io.polyplug.abi.Abi;
import io.polyplug.abi.Utf8;
import io.polyplug.boundary.NativeText;
import io.polyplug.ffi.NativeBackend;
import io.polyplug.ffi.NativeBackend.Shape;
import io.polyplug.hostapi.HostApi;
import io.polyplug.ledger.BundleLedger;
import io.polyplug.store.Generation;
import io.polyplug.store.Seats;

/**
 * An inner runtime with one script in it. Its host table answers as that of the outer
 * runtime does, but for what has loaded the script. One thread at a time may be in it,
 * any thread.
 */
final class Machine {

    /** Size of upstream's {@code RuntimeConfig}. */
    private static final int CONFIG_SIZE = 72;

    private static final int CONFIG_LOG = 24;

    private static final int CONFIG_USER_DATA = 32;

    private static final int CONFIG_LOG_LEVEL = 40;

    /** What manifests promise is checked by the outer runtime. */
    private static final int NOTHING_CHECKED = 2;

    private static final int INFO = 3;

    private static final int LOAD_BUNDLE = 88;

    private static final int REGISTER_LOADER = 112;

    private static final int TAKE_LAST_ERROR = 120;

    private static final int LAST_ERROR_LENGTH = 128;

    private static final int UNLOAD_BUNDLE = 136;

    private final EngineLibrary engine;

    private final NativeBackend backend;

    private final BundleLedger ledger;

    private final long runtime;

    private final long loadBundle;

    private final long takeLastError;

    private final long lastErrorLength;

    private final long unloadBundle;

    private long loaded;

    private Machine(EngineLibrary engine, BundleLedger ledger, long runtime) {
        this.engine = engine;
        this.ledger = ledger;
        ledger.addMachines(1);
        this.backend = engine.backend();
        this.runtime = runtime;
        this.loadBundle = this.backend.getWord(runtime + LOAD_BUNDLE);
        this.takeLastError = this.backend.getWord(runtime + TAKE_LAST_ERROR);
        this.lastErrorLength = this.backend.getWord(runtime + LAST_ERROR_LENGTH);
        this.unloadBundle = this.backend.getWord(runtime + UNLOAD_BUNDLE);
    }

    /**
     * Makes one without a script.
     * @param engine what makes it
     * @param ledger the bundle that it is counted for until it ends
     * @param logFunction what it logs through
     * @param logToken what that function knows it by
     * @throws IllegalStateException if the engine makes none
     */
    static Machine create(EngineLibrary engine, BundleLedger ledger, long logFunction, long logToken) {
        NativeBackend backend = engine.backend();
        long config = backend.require(CONFIG_SIZE, Abi.WORD);
        long runtime;
        try {
            for (int at = 0; at < CONFIG_SIZE; at += Abi.WORD) {
                backend.putWord(config + at, 0);
            }
            backend.putWord(config, NOTHING_CHECKED);
            backend.putWord(config + CONFIG_LOG, logFunction);
            backend.putWord(config + CONFIG_USER_DATA, logToken);
            backend.putWord(config + CONFIG_LOG_LEVEL, INFO);
            runtime = engine.createRuntime(config);
        }
        finally {
            backend.free(config);
        }
        if (runtime == 0) {
            throw new IllegalStateException("the engine's library made no inner runtime");
        }
        Machine made = new Machine(engine, ledger, runtime);
        try {
            made.registerLoader();
            return made;
        }
        catch (Throwable ex) {
            made.close();
            throw ex;
        }
    }

    private void registerLoader() {
        long loader = this.engine.createLoader();
        if (loader == 0) {
            throw new IllegalStateException("the engine's library made no loader");
        }
        long function = this.backend.getWord(this.runtime + REGISTER_LOADER);
        int code = fallible((error) -> this.backend.invoke(Shape.VOID, function, 0, this.runtime, loader, error));
        if (code != Abi.OK) {
            throw new IllegalStateException("the inner runtime took no loader: " + lastError(code));
        }
    }

    /**
     * Loads the script, which registers its contracts in the init window of the calling
     * thread.
     * @throws IllegalStateException with the engine's words if that fails
     */
    void load(Path folder, HostApi host, Generation generation, Seats.Seat seat) {
        host.takeOver(this.runtime, generation, seat);
        byte[] text = Utf8.encode(folder.toString());
        long path = this.backend.require(text.length, 1);
        try {
            this.backend.copyIn(text, path);
            int code = fallible((error) -> this.backend.invoke(Shape.VOID, this.loadBundle, 0, this.runtime, path,
                    text.length, error));
            if (code != Abi.OK) {
                throw new IllegalStateException(lastError(code));
            }
            this.loaded = generation.bundleId().value();
        }
        finally {
            this.backend.free(path);
        }
    }

    private int fallible(ErrorTaker call) {
        long error = this.backend.require(Abi.ERROR_SIZE, Abi.WORD);
        try {
            for (int at = 0; at < Abi.ERROR_SIZE; at += Abi.WORD) {
                this.backend.putWord(error + at, 0);
            }
            call.run(error);
            return this.backend.getInt(error);
        }
        finally {
            this.backend.free(error);
        }
    }

    private String lastError(int code) {
        long length = this.backend.invoke(Shape.WORD, this.lastErrorLength, 0, this.runtime);
        if (length <= 0) {
            return "code " + Integer.toUnsignedString(code);
        }
        long text = this.backend.require(length, 1);
        try {
            long written = this.backend.invoke(Shape.WORD, this.takeLastError, 0, this.runtime, text, length);
            return NativeText.printable(this.backend, text, written);
        }
        finally {
            this.backend.free(text);
        }
    }

    /** Ends it. Once, when nobody is in it. */
    void close() {
        if (this.loaded != 0 && this.engine.unloadsFirst()) {
            fallible(
                    (error) -> this.backend.invoke(Shape.VOID, this.unloadBundle, 0, this.runtime, this.loaded, error));
        }
        this.engine.destroyRuntime(this.runtime);
        this.ledger.addMachines(-1);
    }

    /** A call of a function that tells its failure through a pointer. */
    @FunctionalInterface
    private interface ErrorTaker {

        void run(long error);

    }

}
