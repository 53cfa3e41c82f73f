package io.polyplug.runtime;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.polyplug.InProcessBundle;
import io.polyplug.bundle.Manifest;
import io.polyplug.error.BundleLoadException;
import io.polyplug.error.Explanation;
import io.polyplug.operation.Change;
import io.polyplug.operation.Operations;
import io.polyplug.publication.LoadedBundle;
import io.polyplug.publication.LoadedBundles;
import io.polyplug.publication.Phases;
import io.polyplug.staging.Candidate;
import io.polyplug.staging.Candidates;
import io.polyplug.staging.OpenGeneration;
import io.polyplug.zip.BundlePath;

/**
 * Makes requests to replace a bundle: each knows which bundle is meant, and what is to
 * take its place. Thread-safe.
 */
final class Requests {

    private final Operations operations;

    private final Phases phases;

    private final LoadedBundles bundles;

    private final Candidates candidates;

    private final RuntimeOptions options;

    Requests(Operations operations, Phases phases, LoadedBundles bundles, Candidates candidates,
            RuntimeOptions options) {
        this.operations = operations;
        this.phases = phases;
        this.bundles = bundles;
        this.candidates = candidates;
        this.options = options;
    }

    Request reload(Path path) {
        return request(Change.RELOAD, new InFolder(path, directoryOf(path)));
    }

    Request reload(String name) {
        return request(Change.RELOAD,
                new Named(name, () -> this.candidates.asItIsNow(this.bundles.require(name).active())));
    }

    Request reload(InProcessBundle next) {
        return request(Change.RELOAD, new Named(next.name(), () -> {
            this.bundles.require(next.name());
            return this.candidates.of(next);
        }));
    }

    Request rollback(String name) {
        return request(Change.ROLLBACK, new Named(name, () -> asItWas(this.bundles.require(name))));
    }

    private Request request(Change change, Request.Target target) {
        return new Request(change, target, this.options.bundles().hotReload(), this.operations, this.phases);
    }

    private Candidate asItWas(LoadedBundle bundle) {
        OpenGeneration previous = bundle.previous();
        if (previous == null) {
            throw Attempt.refused(Change.ROLLBACK, bundle.name(), false,
                    "nothing ran before generation " + bundle.generation().number(), "Reload it instead");
        }
        return this.candidates.asItWas(previous);
    }

    /** Begins an attempt at a bundle that is to follow another one. */
    Attempt after(String trigger, LoadedBundle dependent) {
        return new Attempt(Change.after(trigger), dependent, System.nanoTime(), this.operations, this.phases);
    }

    Candidate asItIsNow(LoadedBundle dependent) {
        return this.candidates.asItIsNow(dependent.active());
    }

    @Nullable LoadedBundle find(String name) {
        return this.bundles.find(name);
    }

    Operations operations() {
        return this.operations;
    }

    /** Returns until when room may be waited for, in nanoseconds. */
    long deadline() {
        return System.nanoTime() + this.options.patience().room().toNanos();
    }

    /**
     * Returns the bundle's folder for a path to it or to a file in it, and an archive for
     * itself. What does not exist counts as a file if a bundle is around it, otherwise as
     * the folder.
     */
    static Path directoryOf(Path path) {
        Path absolute = path.toAbsolutePath().normalize();
        Path parent = BundlePath.isNamedLikeOne(absolute) ? null : absolute.getParent();
        boolean isFile = Files.isRegularFile(absolute)
                || (Files.notExists(absolute) && parent != null && Files.exists(parent.resolve(Manifest.FILE_NAME)));
        return (isFile && parent != null) ? parent : absolute;
    }

    /** A bundle by its name. */
    private final class Named implements Request.Target {

        private final String name;

        private final Supplier<Candidate> copy;

        Named(String name, Supplier<Candidate> copy) {
            this.name = name;
            this.copy = copy;
        }

        @Override
        public String subject() {
            return this.name;
        }

        @Override
        public Optional<LoadedBundle> known() {
            return Optional.ofNullable(Requests.this.bundles.find(this.name));
        }

        @Override
        public Optional<LoadedBundle> concerned() {
            return known();
        }

        @Override
        public Candidate copy() {
            return this.copy.get();
        }

        @Override
        public LoadedBundle bundle(Candidate next) {
            return Requests.this.bundles.require(this.name);
        }

    }

    /** The bundle that a folder or archive holds, or was activated from. */
    private final class InFolder implements Request.Target {

        private final Path path;

        private final Path directory;

        InFolder(Path path, Path directory) {
            this.path = path;
            this.directory = directory;
        }

        @Override
        public String subject() {
            return this.directory.toString();
        }

        @Override
        public Optional<LoadedBundle> known() {
            return Requests.this.bundles.activatedFrom(this.directory);
        }

        @Override
        public Optional<LoadedBundle> concerned() {
            return known().or(() -> Manifest.nameIn(Manifest.fileOf(this.directory)).map(Requests.this.bundles::find));
        }

        @Override
        public Candidate copy() {
            if (!this.path.toAbsolutePath().normalize().equals(this.directory) && !Files.exists(this.path)) {
                concerned().ifPresent(this::refuseMissing);
            }
            return Requests.this.candidates.of(this.directory);
        }

        private void refuseMissing(LoadedBundle bundle) {
            throw new BundleLoadException(bundle.name(), Explanation.ofBundle(bundle.name(),
                    "bundle library not found at " + this.path, "Correct the path, or build the library"));
        }

        @Override
        public LoadedBundle bundle(Candidate next) {
            return Requests.this.bundles.require(next.name());
        }

    }

}
