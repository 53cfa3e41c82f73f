package io.polyplug.library;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

import io.polyplug.bundle.Manifest;
import io.polyplug.elf.ElfTrait;
import io.polyplug.ffi.Libraries;
import io.polyplug.process.Mappings;
import io.polyplug.process.ProcessThreads;
import io.polyplug.process.Signal;
import io.polyplug.process.SignalHandlers;
import io.polyplug.process.SignalHandlers.Snapshot;
import io.polyplug.process.ThreadKeys;

/**
 * One opened library. Only on the thread that opens and closes libraries.
 */
final class OpenLibrary {

    private final Libraries libraries;

    private final ThreadKeys keys;

    private final BundleLibraries bundle;

    private final SignalGuard signals;

    private final Set<String> olderThreads;

    private final long handle;

    private boolean closed;

    /** The signals that its code handled when it was closed. */
    private Set<Signal> handled = Set.of();

    OpenLibrary(Libraries libraries, ThreadKeys keys, BundleLibraries bundle, SignalGuard signals,
            Set<String> olderThreads, long handle) {
        this.libraries = libraries;
        this.keys = keys;
        this.bundle = bundle;
        this.signals = signals;
        this.olderThreads = olderThreads;
        this.handle = handle;
    }

    BundleLibraries bundle() {
        return this.bundle;
    }

    SignalGuard signals() {
        return this.signals;
    }

    String bundleName() {
        return this.bundle.source().manifest().name();
    }

    long symbol(String name) {
        return this.libraries.symbol(this.handle, name);
    }

    /** Returns whether a file is one of the private copies that belong to it. */
    boolean holds(Path file) {
        return file.startsWith(this.bundle.folder());
    }

    /**
     * Closes the library, unless something of it would run afterwards. The thread is
     * called like the bundle meanwhile, whoever's closing it was in.
     * @param mappings what is mapped now
     * @return why it stays mapped, if it does
     */
    Optional<Residence> close(Supplier<Mappings> mappings) {
        return this.libraries.callAs(bundleName(), () -> closeHere(mappings));
    }

    @SuppressWarnings("try")
    private Optional<Residence> closeHere(Supplier<Mappings> mappings) {
        Optional<Residence> needed = this.closed ? Optional.empty() : reasonToStay(mappings);
        if (needed.isPresent()) {
            return needed;
        }
        if (!this.closed) {
            Snapshot reference = this.signals.beforeClose();
            this.handled = this.signals.handledByBundle(reference);
            try (SignalHandlers.Blocked blocked = this.signals.blocked()) {
                this.libraries.close(this.handle);
            }
            this.closed = true;
            this.signals.afterDestructors(reference);
        }
        if (isMapped()) {
            return Optional.of(Residence.ofClosed(this.bundle));
        }
        this.signals.afterUnmapping(this.handled);
        return Optional.empty();
    }

    private boolean isMapped() {
        return this.libraries.mapped(this.bundle.artifact().toString()).isPresent();
    }

    private Optional<Residence> reasonToStay(Supplier<Mappings> mappings) {
        Manifest.JvmSettings settings = this.bundle.source().manifest().jvm();
        if (settings.neverUnload()) {
            return Optional.of(Residence.WANTED);
        }
        if (settings.cleansUp()) {
            return Optional.empty();
        }
        if (this.bundle.have(ElfTrait.EXIT_FUNCTIONS)) {
            return Optional.of(Residence.EXIT_FUNCTIONS);
        }
        boolean threads = this.bundle.mayHaveThreads();
        boolean keyed = this.bundle.have(ElfTrait.THREAD_KEYS) || this.bundle.have(ElfTrait.LOOKUPS);
        return (threads || keyed) ? reasonInProcess(threads, code(mappings.get())) : Optional.empty();
    }

    boolean hasThreads() {
        return this.bundle.mayHaveThreads()
                && !ProcessThreads.inside(code(Mappings.ofThisProcess()), this.olderThreads).isEmpty();
    }

    private List<Mappings.Range> code(Mappings mappings) {
        return mappings.codeIn(this.bundle.folder());
    }

    private Optional<Residence> reasonInProcess(boolean threads, List<Mappings.Range> code) {
        List<String> inside = threads ? ProcessThreads.inside(code, this.olderThreads) : List.of();
        if (!inside.isEmpty()) {
            return Optional.of(Residence.ofThreads(inside));
        }
        boolean keyed = this.keys.haveDestructorIn(code).orElse(this.bundle.have(ElfTrait.THREAD_KEYS));
        return keyed ? Optional.of(Residence.THREAD_KEYS) : Optional.empty();
    }

}
