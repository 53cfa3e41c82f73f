package io.polyplug.loader;

import java.nio.file.Path;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.polyplug.abi.Abi;
import io.polyplug.bundle.Manifest;
import io.polyplug.error.BundleLoadException;
import io.polyplug.ffi.Libraries;
import io.polyplug.ffi.NativeBackend;
import io.polyplug.ffi.NativeBackend.Shape;
import io.polyplug.host.Initialization;
import io.polyplug.host.NativeText;
import io.polyplug.host.PrintableText;
import io.polyplug.store.Generation;

/**
 * An open native library with its {@code polyplug_init}. Closed once.
 */
final class NativeCode implements BundleCode {

    private static final Logger logger = LoggerFactory.getLogger("polyplug.loader.native");

    private final NativeBackend backend;

    private final Library library;

    private final StagedBundle source;

    private final Manifest manifest;

    private final long init;

    NativeCode(NativeBackend backend, Library library, StagedBundle source, long init) {
        this.backend = backend;
        this.library = library;
        this.source = source;
        this.manifest = source.manifest();
        this.init = init;
    }

    @Override
    public List<String> siblings() {
        return this.library.siblings();
    }

    /** Calls {@code polyplug_init} (ABI specification 3.1). */
    @Override
    public void initialize(Generation generation, Initialization window) {
        try (InitCall call = new InitCall(this.backend, this.manifest.id(), this.source.artifactFolder())) {
            call.run(this.init, generation.hostTable());
            if (call.code() != Abi.OK) {
                throw new BundleLoadException(this.manifest.name(), "init failed for bundle '" + this.manifest.name()
                        + "': " + call.message(window.refusal()) + ". This is what its polyplug_init says", null);
            }
        }
    }

    @Override
    public boolean close() {
        boolean unmapped = !this.manifest.jvm().neverUnload() && closeLibrary();
        if (!unmapped) {
            this.library.libraries().countLeftMapped();
        }
        return unmapped;
    }

    private boolean closeLibrary() {
        try {
            this.library.libraries().close(this.library.handle());
        }
        catch (Libraries.LibraryException ex) {
            logger.warn("The library of {} could not be closed: {}", describe(), ex.getMessage());
            return false;
        }
        if (Mappings.ofThisProcess().contain(this.library.file())) {
            logger.warn("The library of {} is closed but still mapped: the C library does not unmap one with GNU-unique"
                    + " symbols, linked with -z nodelete, or with thread-locals that live on, and musl unmaps none. Reloads"
                    + " may add more. Build it with -fno-gnu-unique and without thread-local destructors", describe());
            return false;
        }
        return true;
    }

    private String describe() {
        return "generation " + this.source.number() + " of bundle '" + this.manifest.name() + "'";
    }

    /**
     * An open library.
     *
     * @param libraries what opened it
     * @param handle the system loader's handle
     * @param file the private file
     * @param siblings shared names of the libraries inside the bundle that it needs
     */
    record Library(Libraries libraries, long handle, Path file, List<String> siblings) {
    }

    /** One call of {@code polyplug_init}, with the memory it needs. */
    private static final class InitCall implements AutoCloseable {

        private final NativeBackend backend;

        private final long memory;

        private final long path;

        InitCall(NativeBackend backend, io.polyplug.contract.BundleId id, Path bundlePath) {
            this.backend = backend;
            byte[] text = io.polyplug.abi.Utf8.encode(bundlePath.toString());
            this.memory = backend.require(2L * Abi.ERROR_SIZE, Abi.WORD);
            this.path = backend.require(text.length, 1);
            backend.copyIn(text, this.path);
            for (int at = 0; at < Abi.ERROR_SIZE; at += Abi.WORD) {
                backend.putWord(this.memory + at, 0);
            }
            long context = this.memory + Abi.ERROR_SIZE;
            backend.putWord(context, id.value());
            backend.putWord(context + Abi.WORD, this.path);
            backend.putWord(context + 2L * Abi.WORD, text.length);
        }

        void run(long init, long hostTable) {
            this.backend.invoke(Shape.STRUCT24, init, this.memory, hostTable, this.memory + Abi.ERROR_SIZE);
        }

        int code() {
            return this.backend.getInt(this.memory);
        }

        String message(@Nullable String refusal) {
            long text = this.backend.getWord(this.memory + Abi.ERROR_MESSAGE);
            long length = this.backend.getWord(this.memory + Abi.ERROR_MESSAGE + Abi.WORD);
            if (text != 0) {
                return NativeText.printable(this.backend, text, length);
            }
            return "init returned error code " + Integer.toUnsignedString(code())
                    + ((refusal != null) ? ", after the host had refused it this: " + PrintableText.of(refusal) : "");
        }

        @Override
        public void close() {
            this.backend.free(this.path);
            this.backend.free(this.memory);
        }

    }

}
