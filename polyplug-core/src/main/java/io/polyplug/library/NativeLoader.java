package io.polyplug.library;

import java.util.Optional;
import java.util.Set;

import io.polyplug.abi.Abi;
import io.polyplug.error.Explanation;
import io.polyplug.error.LifecycleBusyException;
import io.polyplug.ffi.FloatingPoint;
import io.polyplug.ffi.Libraries;
import io.polyplug.ffi.Libraries.Binding;
import io.polyplug.ffi.Libraries.Opened;
import io.polyplug.ffi.LibraryBusyException;
import io.polyplug.ffi.LibraryException;
import io.polyplug.ffi.NativeBackend;
import io.polyplug.ffi.NativeBackend.Shape;
import io.polyplug.files.LinkedFolder;
import io.polyplug.loader.BundleCode;
import io.polyplug.loader.BundleFiles;
import io.polyplug.loader.CodeLoader;
import io.polyplug.platform.CLibrary;
import io.polyplug.process.ProcessThreads;
import io.polyplug.process.SignalHandlers;
import io.polyplug.process.ThreadKeys;

/**
 * Opens native libraries: looks at the files first, then at what opening them did to the
 * process, then checks the ABI version. The life-cycle lock guards it.
 */
public final class NativeLoader implements CodeLoader, AutoCloseable {

    /** What manifests call it. */
    static final String NAME = "native";

    static final String VERSION_SYMBOL = "polyplug_abi_version";

    static final String INIT_SYMBOL = "polyplug_init";

    private final NativeBackend backend;

    private final Libraries libraries;

    private final NativeSettings settings;

    private final FloatingPoint floatingPoint;

    private final LibraryChecks checks;

    private final OpenLibraries open;

    private final JvmSymbols jvm;

    private final SignalHandlers signals;

    private final ThreadKeys keys;

    private final ExitGuard exit;

    /**
     * Creates the loader.
     * @param backend how native code is reached
     * @param libraries the system's loader
     * @param settings what it was told
     */
    public NativeLoader(NativeBackend backend, Libraries libraries, NativeSettings settings) {
        this.backend = backend;
        this.libraries = libraries;
        this.settings = settings;
        this.floatingPoint = new FloatingPoint(backend);
        boolean glibc = CLibrary.current() != CLibrary.MUSL;
        this.checks = LibraryChecks.in(libraries, glibc);
        this.jvm = new JvmSymbols(libraries);
        this.open = new OpenLibraries(settings.limit(glibc));
        this.signals = new SignalHandlers(backend, libraries);
        this.keys = new ThreadKeys(backend, libraries);
        this.exit = new ExitGuard(backend, libraries, () -> libraries.callUnlessStuck(this.open::bundlesWithThreads));
    }

    @Override
    public String name() {
        return NAME;
    }

    /**
     * {@return how many libraries stay mapped now that nobody uses}
     */
    public int closedButMapped() {
        return this.open.countLeft();
    }

    /**
     * Lets go of the process. Libraries that are still mapped stay so.
     */
    @Override
    public void close() {
        this.exit.close();
    }

    @Override
    public BundleCode open(BundleFiles source) {
        if (!this.backend.opensLibraries()) {
            throw new LibraryRefusal("is native code, and this runtime reaches none: backend '" + this.backend.name()
                    + "' is configured", "Choose another backend, or leave the bundle out")
                .of(source);
        }
        try {
            return this.libraries.callAs(source.manifest().name(), () -> openHere(source));
        }
        catch (LibraryBusyException ex) {
            throw new LibraryRefusal("cannot be opened now: " + ex.getMessage(),
                    "Look what the constructors or destructors of that library wait for")
                .of(source, busy(ex));
        }
    }

    /** Others were in the way, and not what is wrong with the bundle. */
    private static LifecycleBusyException busy(LibraryBusyException cause) {
        LifecycleBusyException busy = new LifecycleBusyException(null, "opening or closing a library",
                Explanation.of(String.valueOf(cause.getMessage())));
        busy.addSuppressed(cause);
        return busy;
    }

    /** On the thread that opens libraries. */
    private BundleCode openHere(BundleFiles source) {
        this.open.requireRoom(source);
        BundleLibraries bundle = BundleLibraries.read(source, this.jvm::have);
        this.checks.check(bundle, (refusal) -> {
            throw refusal.of(source);
        });
        Optional<LinkedFolder> linked = PrivateNames.give(bundle);
        try {
            return open(linked.map((folder) -> bundle.in(folder, this.jvm::have)).orElse(bundle), linked);
        }
        catch (Throwable ex) {
            linked.ifPresent(LinkedFolder::delete);
            throw ex;
        }
    }

    private BundleCode open(BundleLibraries bundle, Optional<LinkedFolder> linked) {
        BundleFiles source = bundle.source();
        this.open.requireApart(bundle);
        Set<String> threads = bundle.mayHaveThreads() ? ProcessThreads.numbers() : Set.of();
        SignalGuard guard = new SignalGuard(this.signals, this.libraries, bundle,
                this.settings.signalsOf(source.manifest().name()));
        Opened opened = map(bundle, guard);
        OpenLibrary library = new OpenLibrary(this.libraries, this.keys, bundle, guard, threads, opened.handle());
        this.open.opened(library);
        try {
            guard.settle();
            MappedLibraries mapped = new MappedLibraries(this.libraries, this.open, bundle, opened.files());
            mapped.requireOwn();
            mapped.pinOutside();
            this.checks.opened(bundle);
            requireAbiVersion(library);
            return new NativeCode(this.backend, this.libraries, this.open, library, linked,
                    requireSymbol(library, INIT_SYMBOL));
        }
        catch (Throwable ex) {
            this.open.close(library, (closing) -> {
            });
            throw ex;
        }
    }

    @SuppressWarnings("try")
    private Opened map(BundleLibraries bundle, SignalGuard guard) {
        BundleFiles source = bundle.source();
        try (SignalHandlers.Blocked blocked = guard.blocked()) {
            return this.libraries.open(bundle.artifact(), binding(bundle));
        }
        catch (LibraryException ex) {
            throw LibraryChecks.explain(bundle, bundle.shown(String.valueOf(ex.getMessage()))).of(source, ex);
        }
    }

    /**
     * What the JVM shows to all by the same names would take the place of the bundle's.
     */
    private Binding binding(BundleLibraries bundle) {
        BundleFiles source = bundle.source();
        Set<String> names = bundle.names();
        if (names.isEmpty()) {
            return source.manifest().jvm().bindsLazily() ? Binding.LAZY : Binding.NOW;
        }
        if (!this.jvm.mayBePassedOver()) {
            throw new LibraryRefusal(
                    "means functions by names that the JVM shows to all: " + String.join(", ", names)
                            + "; the JVM's would be called, and cannot be passed over beside another allocator",
                    "Build it with -fvisibility=hidden, or with -Wl,-Bsymbolic, or give them other names")
                .of(source);
        }
        return Binding.NOW_OWN_FIRST;
    }

    private void requireAbiVersion(OpenLibrary library) {
        long function = requireSymbol(library, VERSION_SYMBOL);
        long answer = this.floatingPoint.keep(() -> this.backend.invoke(Shape.WORD, function, 0));
        int version = (int) answer;
        if (version != Abi.VERSION) {
            throw new LibraryRefusal("was built for ABI " + Integer.toUnsignedString(version)
                    + ", and this runtime speaks ABI " + Abi.VERSION + ": ABI version mismatch",
                    "Rebuild the bundle for ABI " + Abi.VERSION)
                .of(library.bundle().source());
        }
    }

    private static long requireSymbol(OpenLibrary library, String symbol) {
        long address = library.symbol(symbol);
        if (address == 0) {
            throw LibraryRefusal.ofMissing(symbol).of(library.bundle().source());
        }
        return address;
    }

}
