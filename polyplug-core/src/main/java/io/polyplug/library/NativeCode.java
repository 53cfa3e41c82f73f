package io.polyplug.library;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

import io.polyplug.abi.Abi;
import io.polyplug.abi.Utf8;
import io.polyplug.boundary.InitWindow;
import io.polyplug.boundary.NativeText;
import io.polyplug.boundary.PrintableText;
import io.polyplug.bundle.Manifest;
import io.polyplug.contract.BundleId;
import io.polyplug.error.BundleLoadException;
import io.polyplug.error.Explanation;
import io.polyplug.ffi.Libraries;
import io.polyplug.ffi.LibraryException;
import io.polyplug.ffi.NativeBackend;
import io.polyplug.ffi.NativeBackend.Shape;
import io.polyplug.files.BundleCopy;
import io.polyplug.files.LinkedFolder;
import io.polyplug.loader.BundleCode;
import io.polyplug.loader.Closing;
import io.polyplug.process.SignalHandlers;
import io.polyplug.store.Generation;
import org.jspecify.annotations.Nullable;

/**
 * An open native library with its {@code polyplug_init}. Closed once.
 */
final class NativeCode implements BundleCode {

    private final NativeBackend backend;

    private final Libraries libraries;

    private final OpenLibraries open;

    private final OpenLibrary library;

    /** Goes with the library; while that stays mapped, its files have no names. */
    private final Optional<LinkedFolder> linked;

    private final Manifest manifest;

    private final long init;

    NativeCode(NativeBackend backend, Libraries libraries, OpenLibraries open, OpenLibrary library,
            Optional<LinkedFolder> linked, long init) {
        this.backend = backend;
        this.libraries = libraries;
        this.open = open;
        this.library = library;
        this.linked = linked;
        this.manifest = library.bundle().source().manifest();
        this.init = init;
    }

    /** Calls {@code polyplug_init} (docs/abi.md 4.2). */
    @Override
    @SuppressWarnings("try")
    public void initialize(Generation generation, InitWindow window) {
        try (InitCall call = new InitCall(this.backend, this.manifest.id(), this.library.bundle().initFolder());
                SignalHandlers.Blocked blocked = this.library.signals().blocked()) {
            call.run(this.init, generation.hostTable());
            if (call.code() != Abi.OK) {
                throw new BundleLoadException(this.manifest.name(),
                        explain(call.message(), call.code(), window.refusal()));
            }
        }
        this.library.signals().settle();
    }

    /** What the host refused comes with a cure of its own. */
    private Explanation explain(@Nullable String message, int code, @Nullable Explanation refusal) {
        String reason = (message != null) ? message
                : "polyplug_init returned error code " + Integer.toUnsignedString(code);
        String cure = "Look in the bundle's source for what its polyplug_init misses";
        if (message == null && refusal != null) {
            reason += ", after the host had refused it this: " + PrintableText.of(refusal.reason());
            cure = refusal.cure().isEmpty() ? cure : PrintableText.of(refusal.cure());
        }
        return Explanation.ofInit(this.manifest.name(), this.library.bundle().shown(reason), cure);
    }

    @Override
    public void staged() {
        this.library.signals().settle();
    }

    @Override
    @SuppressWarnings("try")
    public Closing close(Runnable destruction, Consumer<Closing> later) {
        SignalGuard signals = this.library.signals();
        SignalHandlers.Snapshot reference = signals.beforeClose();
        try (SignalHandlers.Blocked blocked = signals.blocked()) {
            destruction.run();
        }
        signals.afterDestructors(reference);
        try {
            Closing closing = this.libraries.callAsUnlessStuck(this.manifest.name(),
                    () -> this.open.close(this.library, later));
            if (closing == Closing.UNMAPPED && this.linked.isEmpty()) {
                spareFiles();
            }
            return closing;
        }
        catch (LibraryException ex) {
            this.open.postpone(this.library, later, String.valueOf(ex.getMessage()));
            this.libraries.later(this.manifest.name(), this.open::closePostponed);
            return Closing.POSTPONED;
        }
        finally {
            this.linked.ifPresent(LinkedFolder::delete);
        }
    }

    /**
     * Not those that others link, and none that the bundle may have mapped by itself.
     */
    private void spareFiles() {
        BundleLibraries bundle = this.library.bundle();
        BundleCopy copy = bundle.source().copy();
        copy.spare(Set.of(bundle.artifact(), copy.directory().resolve(Manifest.FILE_NAME)));
    }

    /** One call of {@code polyplug_init}, with the memory it needs. */
    private static final class InitCall implements AutoCloseable {

        private final NativeBackend backend;

        private final long memory;

        private final long path;

        InitCall(NativeBackend backend, BundleId id, Path bundlePath) {
            this.backend = backend;
            byte[] text = Utf8.encode(bundlePath.toString());
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

        /** Returns what the bundle says, or {@code null}. */
        @Nullable String message() {
            long text = this.backend.getWord(this.memory + Abi.ERROR_MESSAGE);
            long length = this.backend.getWord(this.memory + Abi.ERROR_MESSAGE + Abi.WORD);
            return (text != 0) ? NativeText.printable(this.backend, text, length) : null;
        }

        @Override
        public void close() {
            this.backend.free(this.path);
            this.backend.free(this.memory);
        }

    }

}
