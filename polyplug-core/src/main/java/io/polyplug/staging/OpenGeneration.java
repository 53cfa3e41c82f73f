package io.polyplug.staging;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import io.polyplug.boundary.InitWindow;
import io.polyplug.bundle.Manifest;
import io.polyplug.hostapi.HostApi;
import io.polyplug.loader.BundleCode;
import io.polyplug.loader.Closing;
import io.polyplug.operation.Step;
import io.polyplug.signing.VerifyingKey;
import io.polyplug.store.Generation;
import io.polyplug.store.GuestInterface;

/**
 * A generation together with what it keeps open, its code and its private files: from
 * when it is staged until it is closed. Thread-safe; closed once.
 */
public final class OpenGeneration {

    private final Generation generation;

    private final Source source;

    private final BundleCode code;

    private final HostApi host;

    private volatile List<Generation.LiveInstances> leftInstances = List.of();

    OpenGeneration(Generation generation, Source source, BundleCode code, HostApi host) {
        this.generation = generation;
        this.source = source;
        this.code = code;
        this.host = host;
    }

    /**
     * {@return the generation as the store and the calls see it}
     */
    public Generation generation() {
        return this.generation;
    }

    /**
     * {@return the manifest it was activated with, read from the private copy}
     */
    public Manifest manifest() {
        return this.source.manifest();
    }

    Source source() {
        return this.source;
    }

    /**
     * {@return the folder that the private copy was made from, or the empty path}
     */
    public Path directory() {
        return this.source.directory();
    }

    /**
     * {@return where it came from, in words}
     */
    public String origin() {
        return this.source.origin();
    }

    /**
     * {@return whether it serves in the place of a bundle from a folder}
     */
    public boolean standsIn() {
        return this.source.standsIn();
    }

    /**
     * {@return the SHA-256 of the private files in hexadecimal digits, or nothing}
     */
    public String digest() {
        return this.source.digest();
    }

    /**
     * {@return the key that the private files were verified with, if they were}
     */
    public Optional<VerifyingKey> signer() {
        return this.source.signer();
    }

    /** Lets the bundle register its contracts, in its init window. */
    void initialise(InitWindow window) {
        this.code.initialize(this.generation, window);
    }

    /** Has the code looked at once the factories of the staging have run. */
    void checked() {
        this.code.staged();
    }

    /** Gives up the private files: nobody can roll back to them, for others serve. */
    public void replaced() {
        this.source.replaced();
    }

    /** Gives up the private files: nobody can roll back, for the bundle is not loaded. */
    public void withdrawn() {
        this.source.withdrawn();
    }

    /**
     * Destroys leftover instances and closes the code. Only when no call can be in it any
     * more.
     * @param steps told, in words, what is done next; both of them run code of the
     * bundle, which may not come back
     * @return whether the library is unmapped now
     */
    public boolean close(Consumer<String> steps) {
        this.generation.uses().tryClose();
        Closing closing = this.code.close(() -> {
            steps.accept(Step.DESTROYING_INSTANCES);
            destroy();
            steps.accept(Step.CLOSING);
        }, this::reclaim);
        if (closing != Closing.POSTPONED) {
            reclaim(closing);
        }
        this.source.closed();
        return closing == Closing.UNMAPPED;
    }

    /**
     * Not before the destructors have run: they may use and free what the library was
     * given and what it has returned.
     */
    private void reclaim(Closing closing) {
        this.host.forgetCaller(this.generation);
        this.host.reclaim(this.generation, closing == Closing.UNMAPPED);
    }

    /**
     * Returns the instances that guests had made and not given back when this was closed.
     * @return the counts above zero; empty before
     */
    public List<Generation.LiveInstances> leftInstances() {
        return this.leftInstances;
    }

    private void destroy() {
        destroyInstances();
        this.host.forgetTables(this.generation);
    }

    /**
     * The shared ones first: their destructors may give back instances that they made
     * themselves.
     */
    private void destroyInstances() {
        this.generation.interfaces().forEach(GuestInterface::destroyInstance);
        this.leftInstances = this.generation.instancesByContract();
        List<Generation.GuestOwned> left = this.generation.guestInstances();
        while (!left.isEmpty()) {
            Generation.GuestOwned next = left.get(0);
            if (this.generation.removeGuestInstance(next)) {
                next.guestInterface().lifecycle().destroy(next.guestInterface(), next.instance());
            }
            left = this.generation.guestInstances();
        }
    }

}
