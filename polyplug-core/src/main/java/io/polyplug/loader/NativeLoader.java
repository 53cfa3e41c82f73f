package io.polyplug.loader;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.polyplug.elf.ElfFile;
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
 * Opens native libraries: looks at the file first, then checks the ABI version. The
 * life-cycle lock guards it.
 */
final class NativeLoader implements CodeLoader {

    /** What manifests call it. */
    static final String NAME = "native";

    private static final Logger logger = LoggerFactory.getLogger("polyplug.loader.native");

    private static final String VERSION_SYMBOL = "polyplug_abi_version";

    private static final String INIT_SYMBOL = "polyplug_init";

    private final NativeBackend backend;

    private final Libraries libraries;

    NativeLoader(NativeBackend backend, Libraries libraries) {
        this.backend = backend;
        this.libraries = libraries;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public BundleCode open(StagedBundle source, @Nullable LoadedGeneration previous) {
        Manifest manifest = source.manifest();
        Path artifact = source.artifact();
        List<String> siblings = inspect(artifact, source, previous);
        long handle = open(artifact, manifest.name());
        try {
            requireAbiVersion(handle, manifest.name());
            long init = requireSymbol(handle, INIT_SYMBOL, manifest.name());
            return new NativeCode(this.backend, new NativeCode.Library(this.libraries, handle, artifact, siblings),
                    source, init);
        }
        catch (Throwable ex) {
            closeUninitialized(handle, artifact);
            throw ex;
        }
    }

    private void closeUninitialized(long handle, Path artifact) {
        try {
            this.libraries.close(handle);
        }
        catch (Libraries.LibraryException ex) {
            logger.warn("The library {} of a failed attempt could not be closed: {}", artifact, ex.getMessage());
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
                : siblings.stream().filter(previous.code().siblings()::contains).findFirst();
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
        if (Mappings.ofThisProcess().areOfMusl()) {
            logger
                .warn("The library of bundle '{}' will stay mapped, for the C library is musl, which unmaps none. Each"
                        + " reload adds a mapping; use a system with glibc where that is too much", name);
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

}
