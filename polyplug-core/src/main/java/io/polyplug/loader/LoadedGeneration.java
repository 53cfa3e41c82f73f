package io.polyplug.loader;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.polyplug.bundle.Manifest;
import io.polyplug.ffi.Libraries;
import io.polyplug.host.HostApi;
import io.polyplug.host.HostContracts;
import io.polyplug.store.Generation;
import io.polyplug.store.GuestInterface;

/**
 * A generation together with what it keeps open: its library and its private files.
 * Thread-safe; closed once.
 */
public final class LoadedGeneration {

    private static final Logger logger = LoggerFactory.getLogger(LoadedGeneration.class);

    private static final Path MAPPINGS = Path.of("/proc/self/maps");

    private final Generation generation;

    private final Manifest manifest;

    private final Path source;

    private final GenerationFiles files;

    private final Library library;

    private final List<HostContracts.Offer> offers;

    private final HostApi host;

    LoadedGeneration(Generation generation, Manifest manifest, Path source, GenerationFiles files, Library library,
            List<HostContracts.Offer> offers, HostApi host) {
        this.generation = generation;
        this.manifest = manifest;
        this.source = source;
        this.files = files;
        this.library = library;
        this.offers = offers;
        this.host = host;
    }

    /**
     * Returns the generation as the store and the calls see it.
     * @return the generation
     */
    public Generation generation() {
        return this.generation;
    }

    /**
     * Returns the manifest it was activated with.
     * @return the manifest, read from the private copy
     */
    public Manifest manifest() {
        return this.manifest;
    }

    /**
     * Returns the folder that the private copy was made from.
     * @return the user's folder
     */
    public Path source() {
        return this.source;
    }

    /**
     * Returns the private files.
     * @return the files
     */
    public GenerationFiles files() {
        return this.files;
    }

    /**
     * Returns the host contracts that the bundle offers.
     * @return the offers
     */
    public List<HostContracts.Offer> offers() {
        return this.offers;
    }

    /**
     * Returns the shared names of the libraries inside the bundle that its library needs.
     * @return SONAMEs, empty for a bundle of one library
     */
    public List<String> siblings() {
        return this.library.siblings();
    }

    /**
     * Destroys leftover instances and closes the library. Only when no call can be in it
     * any more; counts a library that stays mapped.
     * @return whether the library is unmapped now
     */
    public boolean close() {
        this.generation.tryClose();
        destroyInstances();
        this.host.forgetTables(this.generation);
        boolean unmapped = !this.manifest.jvm().neverUnload() && closeLibrary();
        this.host.forgetCaller(this.generation);
        if (unmapped) {
            this.host.reclaim(this.generation);
        }
        else {
            this.library.libraries().countLeftMapped();
        }
        this.files.release();
        return unmapped;
    }

    /**
     * The shared ones first: their destructors may give back instances that they made
     * themselves.
     */
    private void destroyInstances() {
        this.generation.interfaces().forEach(GuestInterface::destroyInstance);
        List<Generation.GuestOwned> left = this.generation.guestInstances();
        while (!left.isEmpty()) {
            Generation.GuestOwned next = left.get(0);
            if (this.generation.removeGuestInstance(next.guestInterface(), next.instance())) {
                next.guestInterface().lifecycle().destroy(next.guestInterface(), next.instance());
            }
            left = this.generation.guestInstances();
        }
    }

    private boolean closeLibrary() {
        try {
            this.library.libraries().close(this.library.handle());
        }
        catch (Libraries.LibraryException ex) {
            logger.warn("The library of {} could not be closed: {}", this.generation, ex.getMessage());
            return false;
        }
        if (isMapped()) {
            logger.warn("The library of {} is closed but still mapped: the C library does not unmap one with GNU-unique"
                    + " symbols, or with thread-locals that live on. Each reload adds a mapping. Build it with"
                    + " -fno-gnu-unique and without thread-local destructors", this.generation);
            return false;
        }
        return true;
    }

    private boolean isMapped() {
        if (!Files.isReadable(MAPPINGS)) {
            return false;
        }
        try (java.util.stream.Stream<String> lines = Files.lines(MAPPINGS, StandardCharsets.ISO_8859_1)) {
            String file = new String(this.library.file().toString().getBytes(StandardCharsets.UTF_8),
                    StandardCharsets.ISO_8859_1);
            return lines.anyMatch((line) -> line.contains(file));
        }
        catch (IOException | java.io.UncheckedIOException ex) {
            return false;
        }
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

}
