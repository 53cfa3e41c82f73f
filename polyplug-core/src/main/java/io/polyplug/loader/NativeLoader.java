package io.polyplug.loader;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.polyplug.abi.Abi;
import io.polyplug.bundle.Manifest;
import io.polyplug.error.BundleLoadException;
import io.polyplug.ffi.Libraries;
import io.polyplug.ffi.NativeBackend;
import io.polyplug.ffi.NativeBackend.Shape;
import io.polyplug.host.HostApi;
import io.polyplug.host.HostContracts;
import io.polyplug.host.Initialization;
import io.polyplug.host.Initialization.DeclaredDependency;
import io.polyplug.host.NativeText;
import io.polyplug.store.Generation;

/**
 * Turns a private copy of a bundle into a staged generation: opens the library, checks
 * its version, runs its initialisation. What fails leaves nothing behind. The life-cycle
 * lock guards it.
 */
public final class NativeLoader {

    private static final Logger logger = LoggerFactory.getLogger(NativeLoader.class);

    private static final String VERSION_SYMBOL = "polyplug_abi_version";

    private static final String INIT_SYMBOL = "polyplug_init";

    private final NativeBackend backend;

    private final Libraries libraries;

    private final HostApi host;

    private final StagingChecks checks;

    /**
     * Creates the loader.
     * @param backend how native code is reached
     * @param libraries the system's loader
     * @param host what bundles can call
     * @param checks what a staged generation has to satisfy
     */
    public NativeLoader(NativeBackend backend, Libraries libraries, HostApi host, StagingChecks checks) {
        this.backend = backend;
        this.libraries = libraries;
        this.host = host;
        this.checks = checks;
    }

    /**
     * Stages a generation.
     * @param source what to stage
     * @param previous the generation that it will replace, or {@code null}
     * @return the staged generation, ready to be published
     * @throws BundleLoadException if it cannot serve; nothing of it is left then
     */
    public LoadedGeneration stage(StagedBundle source, @Nullable LoadedGeneration previous) {
        Manifest manifest = source.manifest();
        Path artifact = Artifact.artifact(source.copy().directory(), manifest, source.source());
        List<String> siblings = inspect(artifact, source, previous);
        long handle = open(artifact, manifest.name());
        LoadedGeneration.Library library = new LoadedGeneration.Library(this.libraries, handle, artifact, siblings);
        Generation generation;
        long init;
        try {
            requireAbiVersion(handle, manifest.name());
            init = requireSymbol(handle, INIT_SYMBOL, manifest.name());
            generation = new Generation(source.ledger(), manifest.version(), source.number(), this.host.createTable(),
                    manifest.dependencies().stream().map(Manifest.Dependency::contractId).collect(Collectors.toSet()),
                    source.borrowsReturnedMemory());
        }
        catch (Throwable ex) {
            closeUninitialized(library);
            throw ex;
        }
        return initialized(source, generation, library, init, (previous != null) ? previous.generation() : null);
    }

    private LoadedGeneration initialized(StagedBundle source, Generation generation, LoadedGeneration.Library library,
            long init, @Nullable Generation before) {
        GenerationFiles files = new GenerationFiles(source.copy());
        List<HostContracts.Offer> offers = new ArrayList<>();
        LoadedGeneration staged = new LoadedGeneration(generation, source.manifest(), source.source(), files, library,
                offers, this.host);
        try {
            offers.addAll(initialize(generation, before, source.manifest(), init, library.file()).hostContracts());
            this.checks.check(generation, before, source.manifest());
            return staged;
        }
        catch (Throwable ex) {
            staged.close();
            throw ex;
        }
    }

    private void closeUninitialized(LoadedGeneration.Library library) {
        try {
            this.libraries.close(library.handle());
        }
        catch (Libraries.LibraryException ex) {
            logger.warn("The library {} of a failed attempt could not be closed: {}", library.file(), ex.getMessage());
        }
    }

    /**
     * Looks at the file before the system's loader does, and tells what will not work
     * well.
     */
    private List<String> inspect(Path artifact, StagedBundle source, @Nullable LoadedGeneration previous) {
        if (!ElfFile.isFormatOfThisPlatform()) {
            return List.of();
        }
        String name = source.manifest().name();
        ElfFile elf = ElfFile.read(artifact, source.shown(artifact), name);
        if (source.warnsAboutUnloading()) {
            warnAboutUnloading(elf, name);
        }
        List<String> siblings = new ArrayList<>();
        for (String needed : elf.needed()) {
            if (java.nio.file.Files.exists(artifact.resolveSibling(needed))) {
                siblings.add(needed);
            }
        }
        Optional<String> shared = (previous == null) ? Optional.empty()
                : siblings.stream().filter(previous.siblings()::contains).findFirst();
        if (shared.isPresent()) {
            throw new BundleLoadException(name,
                    "Bundle '" + name + "' cannot be replaced while it runs: its library" + " needs '" + shared.get()
                            + "' inside the bundle, and the system shares a library of that SONAME"
                            + " between versions. Give the sibling library of each version a SONAME of its own",
                    null);
        }
        return siblings;
    }

    private static void warnAboutUnloading(ElfFile elf, String name) {
        if (elf.hasUniqueSymbols()) {
            logger.warn("Bundle '{}' has GNU-unique symbols: its library will stay mapped, and a new version will use"
                    + " the variables of the old one. Build it with -fno-gnu-unique", name);
        }
        if (elf.isMarkedNoDelete()) {
            logger.warn("Bundle '{}' is linked with -z nodelete: its library will stay mapped", name);
        }
        if (elf.importsThreadExitDestructors()) {
            logger.warn("Bundle '{}' has thread-locals with destructors: its library stays mapped while a thread that"
                    + " touched them lives", name);
        }
        if (elf.createsThreads()) {
            logger.warn("Bundle '{}' starts threads: it must have ended them when its instances are destroyed, for its"
                    + " library is unmapped after that. Otherwise say unload = \"never\" under [jvm] in its manifest",
                    name);
        }
    }

    private long open(Path artifact, String name) {
        try {
            return this.libraries.open(artifact);
        }
        catch (Libraries.LibraryException ex) {
            throw new BundleLoadException(name, "init failed for bundle '" + name + "': failed to load its library: "
                    + ex.getMessage() + ". Build it for this machine, with everything it needs beside it or installed",
                    ex);
        }
    }

    private void requireAbiVersion(long handle, String name) {
        long function = requireSymbol(handle, VERSION_SYMBOL, name);
        int version = (int) this.backend.invoke(Shape.WORD, function, 0);
        if (version != Abi.VERSION) {
            throw new BundleLoadException(name,
                    "init failed for bundle '" + name + "': ABI version mismatch: it was" + " built for ABI "
                            + Integer.toUnsignedString(version) + " and this runtime speaks ABI " + Abi.VERSION
                            + ". Rebuild the bundle for ABI " + Abi.VERSION,
                    null);
        }
    }

    private long requireSymbol(long handle, String symbol, String name) {
        long address = this.libraries.symbol(handle, symbol);
        if (address == 0) {
            throw new BundleLoadException(name, "init symbol missing in bundle '" + name + "': its library does not"
                    + " export " + symbol + ". Export it with default visibility", null);
        }
        return address;
    }

    private Initialization initialize(Generation generation, @Nullable Generation previous, Manifest manifest,
            long init, Path artifact) {
        List<DeclaredDependency> dependencies = manifest.dependencies()
            .stream()
            .map((each) -> new DeclaredDependency(each.contractId().value(), major(each.minVersion()),
                    each.bundleId().map((id) -> id.value()).orElse(0L)))
            .toList();
        try (InitCall call = new InitCall(this.backend, manifest.id(),
                java.util.Objects.requireNonNull(artifact.getParent()))) {
            Initialization run = this.host.initialize(generation, previous, dependencies,
                    (window) -> call.run(init, generation.hostTable()));
            if (call.code() != Abi.OK) {
                throw new BundleLoadException(manifest.name(), "init failed for bundle '" + manifest.name() + "': "
                        + call.message(run.refusal()) + ". This is what its " + INIT_SYMBOL + " says", null);
            }
            return run;
        }
    }

    private static int major(String version) {
        int dot = version.indexOf('.');
        try {
            return Integer.parseUnsignedInt((dot < 0) ? version : version.substring(0, dot));
        }
        catch (NumberFormatException ex) {
            return 0;
        }
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
                return NativeText.lenient(this.backend, text, length);
            }
            return "init returned error code " + Integer.toUnsignedString(code())
                    + ((refusal != null) ? ", after the host had refused it this: " + refusal : "");
        }

        @Override
        public void close() {
            this.backend.free(this.path);
            this.backend.free(this.memory);
        }

    }

}
