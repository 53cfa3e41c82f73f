package io.polyplug.replacement;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
public final class Requests {

    private final Operations operations;

    private final Phases phases;

    private final LoadedBundles bundles;

    private final Candidates candidates;

    private final Rules rules;

    /**
     * Creates it.
     * @param operations where each waits for its turn
     * @param phases told what becomes of it
     * @param bundles what is loaded
     * @param candidates makes what is to take a place
     * @param rules what holds for all
     */
    public Requests(Operations operations, Phases phases, LoadedBundles bundles, Candidates candidates, Rules rules) {
        this.operations = operations;
        this.phases = phases;
        this.bundles = bundles;
        this.candidates = candidates;
        this.rules = rules;
    }

    /**
     * Asks for a bundle to be replaced.
     * @param change how
     * @param path its folder, a file in it, or its archive
     * @return the request
     */
    public Request replace(Change change, Path path) {
        return request(change, new InFolder(path, directoryOf(path)));
    }

    /**
     * Asks for a bundle to be replaced by what its folder holds now.
     * @param change how
     * @param name its name
     * @return the request
     */
    public Request replace(Change change, String name) {
        return request(change, new Named(name, () -> this.candidates.asItIsNow(this.bundles.require(name).active())));
    }

    /**
     * Asks for a bundle of Java objects to be replaced.
     * @param change how
     * @param next what takes its place
     * @return the request
     */
    public Request replace(Change change, InProcessBundle next) {
        return request(change, new Named(next.name(), () -> {
            this.bundles.require(next.name());
            return this.candidates.of(next);
        }));
    }

    /**
     * Asks for what ran before.
     * @param name the bundle's name
     * @return the request
     */
    public Request rollback(String name) {
        return request(Change.ROLLBACK, new Named(name, () -> asItWas(this.bundles.require(name))));
    }

    private Request request(Change change, Request.Target target) {
        return new Request(change, target, this.rules.enabled(), this.operations, this.phases);
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
        return attempt(Change.after(trigger), dependent);
    }

    /** Begins an attempt at a bundle, within an operation. */
    Attempt attempt(Change change, LoadedBundle bundle) {
        return new Attempt(change, bundle, System.nanoTime(), this.operations, this.phases);
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
        return System.nanoTime() + this.rules.room().toNanos();
    }

    /**
     * Returns the bundle's folder for a path to it or to a file in it, and an archive for
     * itself. What does not exist counts as a file if a bundle is around it, otherwise as
     * the folder.
     * @param path a path
     * @return the folder or archive
     */
    public static Path directoryOf(Path path) {
        Path absolute = path.toAbsolutePath().normalize();
        Path parent = BundlePath.isNamedLikeOne(absolute) ? null : absolute.getParent();
        boolean isFile = Files.isRegularFile(absolute)
                || (Files.notExists(absolute) && parent != null && Files.exists(parent.resolve(Manifest.FILE_NAME)));
        return (isFile && parent != null) ? parent : absolute;
    }

    /**
     * What holds for all requests.
     *
     * @param enabled whether bundles may be replaced at all
     * @param room how long room for one more retired generation is waited for
     */
    public record Rules(boolean enabled, Duration room) {
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
