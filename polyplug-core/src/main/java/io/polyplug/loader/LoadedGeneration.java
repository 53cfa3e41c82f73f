package io.polyplug.loader;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import io.polyplug.boundary.HostContractOffer;
import io.polyplug.bundle.Manifest;
import io.polyplug.files.GenerationFiles;
import io.polyplug.hostapi.HostApi;
import io.polyplug.signing.VerifyingKey;
import io.polyplug.store.Generation;
import io.polyplug.store.GuestInterface;
import io.polyplug.store.LiveInstances;

/**
 * A generation together with what it keeps open: its code and its private files.
 * Thread-safe; closed once.
 */
public final class LoadedGeneration {

    private final Generation generation;

    private final StagedBundle staged;

    private final GenerationFiles files;

    private final BundleCode code;

    private final List<HostContractOffer> offers;

    private final HostApi host;

    private volatile List<LiveInstances> leftInstances = List.of();

    LoadedGeneration(Generation generation, StagedBundle staged, BundleCode code, List<HostContractOffer> offers,
            HostApi host) {
        this.generation = generation;
        this.staged = staged;
        this.files = new GenerationFiles(staged.copy());
        this.code = code;
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
        return this.staged.manifest();
    }

    /**
     * Returns the folder that the private copy was made from.
     * @return the user's folder
     */
    public Path source() {
        return this.staged.source();
    }

    /**
     * Returns the digest of the private files.
     * @return 64 hexadecimal digits, or nothing for a bundle that has no files
     */
    public String digest() {
        return this.staged.copy().digest();
    }

    /**
     * Returns the key that the private files were verified with.
     * @return the key; empty where there is no good signature, or nobody looked at it
     */
    public Optional<VerifyingKey> signer() {
        return Optional.ofNullable(this.staged.signer());
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
    public List<HostContractOffer> offers() {
        return this.offers;
    }

    /**
     * Returns what opened it.
     * @return the loader
     */
    public CodeLoader loader() {
        return this.staged.loader();
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
            steps.accept("destroying its instances");
            destroy();
            steps.accept("closing its library");
        }, this::reclaim);
        if (closing != Closing.POSTPONED) {
            reclaim(closing);
        }
        this.files.release();
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
    public List<LiveInstances> leftInstances() {
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
            if (this.generation.removeGuestInstance(next.guestInterface(), next.instance())) {
                next.guestInterface().lifecycle().destroy(next.guestInterface(), next.instance());
            }
            left = this.generation.guestInstances();
        }
    }

}
