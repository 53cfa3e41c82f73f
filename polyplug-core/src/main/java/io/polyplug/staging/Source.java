package io.polyplug.staging;

import java.nio.file.Path;
import java.util.Optional;

import io.polyplug.bundle.Manifest;
import io.polyplug.files.GenerationFiles;
import io.polyplug.files.PrivateCopies;
import io.polyplug.loader.BundleCode;
import io.polyplug.loader.BundleFiles;
import io.polyplug.loader.CodeLoader;
import io.polyplug.signing.VerifyingKey;

/**
 * What a generation is made from: a folder or archive of the user, or Java objects of the
 * application. Immutable.
 */
sealed interface Source {

    /** Returns what it says of itself. */
    Manifest manifest();

    /** Returns the user's folder or archive; the empty path where there is none. */
    Path directory();

    /** Returns where it comes from, in words. */
    String origin();

    /** Returns whether it may take the place of another generation. */
    boolean supportsReload();

    /** Returns whether it serves in the place of a bundle from a folder. */
    boolean standsIn();

    /** Returns what tells the files from any others; empty if there are none. */
    String digest();

    /** Returns the key that the files were verified with, if they were. */
    Optional<VerifyingKey> signer();

    /** Opens the code without running more of it than opening takes. */
    BundleCode open();

    /** Tells that the code is closed. */
    void closed();

    /** Tells that nobody can roll back to it any more, for others came to serve. */
    void replaced();

    /** Tells that nobody can roll back to it any more, for the bundle is not loaded. */
    void withdrawn();

    /** Deletes the files of what does not come to serve. */
    void delete();

    /**
     * A private copy of a folder or archive.
     *
     * @param files the copy, and the manifest in it
     * @param kept keeps the copy for the open code and for rollback
     * @param loader opens bundles of its kind
     * @param signer the key that the copy was verified with, if it was
     */
    record Folder(BundleFiles files, GenerationFiles kept, CodeLoader loader,
            Optional<VerifyingKey> signer) implements Source {

        static Folder of(BundleFiles files, PrivateCopies copies, CodeLoader loader, Optional<VerifyingKey> signer) {
            return new Folder(files, new GenerationFiles(files.copy(), files.manifest().name(), copies), loader,
                    signer);
        }

        @Override
        public Manifest manifest() {
            return this.files.manifest();
        }

        @Override
        public Path directory() {
            return this.files.source();
        }

        @Override
        public String origin() {
            return "from " + directory();
        }

        @Override
        public boolean supportsReload() {
            return this.loader.supportsReload();
        }

        @Override
        public boolean standsIn() {
            return false;
        }

        @Override
        public String digest() {
            return this.files.copy().digest();
        }

        @Override
        public BundleCode open() {
            return this.loader.open(this.files);
        }

        @Override
        public void closed() {
            this.kept.closed();
        }

        @Override
        public void replaced() {
            this.kept.replaced();
        }

        @Override
        public void withdrawn() {
            this.kept.withdrawn();
        }

        @Override
        public void delete() {
            this.files.copy().delete();
        }

    }

    /**
     * Java objects: no files, and no signature.
     *
     * @param manifest what a manifest would say
     * @param code the objects; may be opened any number of times
     * @param standsIn whether they serve in the place of a bundle from a folder
     */
    record Objects(Manifest manifest, BundleCode code, boolean standsIn) implements Source {

        @Override
        public Path directory() {
            return Path.of("");
        }

        @Override
        public String origin() {
            return "as an in-process bundle";
        }

        @Override
        public boolean supportsReload() {
            return true;
        }

        @Override
        public String digest() {
            return "";
        }

        @Override
        public Optional<VerifyingKey> signer() {
            return Optional.empty();
        }

        @Override
        public BundleCode open() {
            return this.code;
        }

        @Override
        public void closed() {
            // Nobody can take the objects away.
        }

        @Override
        public void replaced() {
            // The same objects may serve again.
        }

        @Override
        public void withdrawn() {
            // They are the application's.
        }

        @Override
        public void delete() {
            // There is nothing to delete.
        }

    }

}
