package io.polyplug.sources;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.polyplug.BundleInfo;
import io.polyplug.FoundBundle;
import io.polyplug.PolyplugRuntime;
import io.polyplug.autoconfigure.ConfiguredFolders;
import io.polyplug.autoconfigure.PolyplugProperties;
import io.polyplug.autoconfigure.source.BundleSources;
import io.polyplug.autoconfigure.source.FetchedArchiveCheck;
import io.polyplug.error.BundleArchiveException;
import io.polyplug.error.BundleLoadException;
import io.polyplug.error.ConfigurationException;
import io.polyplug.error.Explanation;
import io.polyplug.error.SignatureException;
import io.polyplug.sources.fetch.Digest;
import io.polyplug.sources.fetch.Source;
import io.polyplug.sources.fetch.SourceFailure;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.util.FileSystemUtils;

/**
 * Fetches bundles, and keeps their archives. Thread-safe.
 */
final class FetchedBundleSources implements BundleSources {

    private static final Logger logger = LoggerFactory.getLogger("polyplug.sources");

    private static final int ATTEMPTS = 3;

    private final Map<String, PolyplugProperties.Bundle> bundles;

    private final ArchiveStore store;

    private final Fetchers fetchers;

    private final FetchedArchiveCheck check;

    private final ObjectProvider<PolyplugRuntime> runtime;

    /** Where the archive of a bundle was fetched from the last time. */
    private final Map<Fetched, Request> requests = new ConcurrentHashMap<>();

    /** The bundles of which there is an archive more. */
    private final Set<String> grown = ConcurrentHashMap.newKeySet();

    FetchedBundleSources(Map<String, PolyplugProperties.Bundle> bundles, ArchiveStore store, Fetchers fetchers,
            FetchedArchiveCheck check, ObjectProvider<PolyplugRuntime> runtime) {
        this.bundles = Map.copyOf(bundles);
        this.store = store;
        this.fetchers = fetchers;
        this.check = check;
        this.runtime = runtime;
    }

    @Override
    public Path fetch(String bundle) {
        return fetch(requestOfLoaded(bundle).orElseGet(() -> requestOfProperties(bundle)));
    }

    @Override
    public Path fetch(String bundle, String source, @Nullable String digest) {
        return fetch(new Request(bundle, source, digest));
    }

    private Optional<Request> requestOfLoaded(String bundle) {
        PolyplugRuntime present = this.runtime.getIfAvailable();
        return (present == null) ? Optional.empty() : present.bundle(bundle)
            .flatMap((loaded) -> Optional.ofNullable(this.requests.get(new Fetched(bundle, loaded.directory()))));
    }

    private Request requestOfProperties(String bundle) {
        PolyplugProperties.Bundle settings = this.bundles.get(bundle);
        String source = (settings != null) ? settings.source() : null;
        if (settings == null || source == null) {
            String property = ConfiguredFolders.property(bundle, "source");
            String summary = "Property '" + property + "' is not set, so nobody knows where bundle '" + bundle
                    + "' is to be fetched from";
            throw new ConfigurationException(property, new Explanation(summary, summary, "Set it, or name a source"));
        }
        return new Request(bundle, source, settings.digest());
    }

    private Path fetch(Request request) {
        Source source = request.parsed();
        Path archive;
        try {
            archive = used(request, source, request.parsedDigest(source));
        }
        catch (SourceFailure ex) {
            throw request.refusal(source, ex);
        }
        catch (IOException ex) {
            throw request.refusal(source, SourceFailure.refused("it cannot be kept: " + ex,
                    "Give 'polyplug.sources.directory' room, and let this process write there", ex));
        }
        this.requests.put(new Fetched(request.bundle(), archive), request);
        if (this.grown.remove(request.bundle())) {
            tidy(request.bundle());
        }
        return archive;
    }

    /** What was there may be removed by another process before it is known to be used. */
    private Path used(Request request, Source source, @Nullable Digest digest) throws SourceFailure, IOException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Path archive = archive(request, source, digest);
            List<Path> archives = Stream.concat(serving(request.bundle()).stream(), Stream.of(archive)).toList();
            if (this.store.use(request.bundle(), archives)) {
                return archive;
            }
        }
        throw SourceFailure.refused("others remove it from the folder as soon as it is there",
                "Give 'polyplug.sources.kept-archives' the same number wherever that folder is used");
    }

    private Optional<Path> serving(String bundle) {
        return Optional.ofNullable(this.runtime.getIfAvailable())
            .flatMap((present) -> present.bundle(bundle))
            .map(BundleInfo::directory)
            .filter(this.store::holds);
    }

    /** What cannot be removed today is removed at the next fetch. */
    private void tidy(String bundle) {
        PolyplugRuntime present = this.runtime.getIfAvailable();
        if (present == null) {
            return;
        }
        List<Path> archives = present.findBundles(List.of(this.store.archives()))
            .stream()
            .filter((found) -> found.name().filter(bundle::equals).isPresent())
            .map(FoundBundle::directory)
            .toList();
        try {
            this.store.tidy(archives)
                .forEach((removed) -> logger.info("Removed an archive of bundle '{}' that nobody uses: {}", bundle,
                        removed.getFileName()));
        }
        catch (IOException ex) {
            logger.warn("Old archives of bundle '{}' were not removed. Look at the folder {}", bundle,
                    this.store.archives(), ex);
        }
    }

    private Path archive(Request request, Source source, @Nullable Digest digest) throws SourceFailure, IOException {
        Optional<Path> kept = kept(request, digest);
        if (kept.isPresent() && (digest != null || source.isFixed())) {
            check(request, source, kept.get());
            return kept.get();
        }
        try {
            return this.fetchers.offline() ? offline(kept) : fetched(request, source, digest);
        }
        catch (SourceFailure ex) {
            if (!ex.isUnavailable() || kept.isEmpty()) {
                throw ex;
            }
            check(request, source, kept.get());
            logger.warn("Bundle '{}' was not fetched from '{}' but is used as it was fetched before: {}. {}",
                    request.bundle(), source.shown(), ex.reason(), ex.cure());
            return kept.get();
        }
    }

    private Optional<Path> kept(Request request, @Nullable Digest digest) throws IOException {
        return (digest != null) ? this.store.find(digest) : this.store.remembered(request.source());
    }

    private static Path offline(Optional<Path> kept) throws SourceFailure {
        return kept.orElseThrow(
                () -> SourceFailure.refused("'polyplug.sources.offline' is true and it has not been fetched before",
                        "Set that to false, or 'polyplug.sources.directory' to a folder that has it"));
    }

    private Path fetched(Request request, Source source, @Nullable Digest digest) throws SourceFailure, IOException {
        long started = System.nanoTime();
        Path folder = this.store.newFolder();
        try {
            Path file = folder.resolve("archive.ppb");
            this.fetchers.fetch(source, file);
            Digest actual = Digest.of(file);
            if (digest != null && !digest.equals(actual)) {
                throw SourceFailure.refused("what came has the digest " + actual + ", and not " + digest,
                        "Find out who changed what is there; if that is meant, correct '" + request.property("digest")
                                + "'");
            }
            check(request, source, file);
            long size = Files.size(file);
            Path archive = this.store.keep(file, actual);
            this.grown.add(request.bundle());
            if (digest == null) {
                this.store.remember(request.source(), actual);
            }
            logger.info("Fetched bundle '{}' from '{}': {} bytes in {} ms, {}", request.bundle(), source.shown(), size,
                    TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started), actual);
            return archive;
        }
        finally {
            FileSystemUtils.deleteRecursively(folder);
        }
    }

    /** The archive may lie where it will not be any more when somebody reads of it. */
    private void check(Request request, Source source, Path archive) {
        try {
            this.check.check(request.bundle(), archive);
        }
        catch (SignatureException ex) {
            throw new SignatureException(request.bundle(), ex.kind(),
                    request.told(source, ex.explanation(), archive.toString()), ex);
        }
        catch (BundleLoadException | BundleArchiveException ex) {
            throw new BundleLoadException(request.bundle(), request.told(source, ex.explanation(), archive.toString()),
                    ex);
        }
    }

    /**
     * What was asked for.
     *
     * @param bundle the bundle's name
     * @param source where it is published
     * @param digest the digest of the archive, if one is given
     */
    private record Request(String bundle, String source, @Nullable String digest) {

        String property(String setting) {
            return ConfiguredFolders.property(this.bundle, setting);
        }

        Source parsed() {
            try {
                return Source.parse(this.source);
            }
            catch (SourceFailure ex) {
                throw invalid("source", "cannot be used: " + ex.reason(), ex);
            }
        }

        @Nullable Digest parsedDigest(Source parsed) {
            if (this.digest == null) {
                if (parsed instanceof Source.Web) {
                    throw invalid("digest", "is not set, and '" + parsed.shown() + "' says nothing of what it holds",
                            SourceFailure.refused("it is missing",
                                    "Set it to 'sha256:' and what 'sha256sum' tells of the archive"));
                }
                return null;
            }
            try {
                return Digest.parse(this.digest);
            }
            catch (SourceFailure ex) {
                throw invalid("digest", "cannot be used: " + ex.reason(), ex);
            }
        }

        private ConfigurationException invalid(String setting, String reason, SourceFailure failure) {
            String summary = "Property '" + property(setting) + "' " + reason;
            return new ConfigurationException(property(setting), new Explanation(summary, summary, failure.cure()));
        }

        BundleLoadException refusal(Source from, SourceFailure failure) {
            return new BundleLoadException(this.bundle,
                    new Explanation(
                            "Bundle '" + this.bundle + "' was not fetched from '" + from.shown() + "' ('"
                                    + property("source") + "'): " + failure.reason(),
                            "it was not fetched from '" + from.shown() + "': " + failure.reason(), failure.cure()),
                    failure);
        }

        Explanation told(Source from, Explanation judgement, String archive) {
            String reason = judgement.reason().replace(archive, from.shown());
            return new Explanation(
                    "Bundle '" + this.bundle + "' from '" + from.shown() + "' ('" + property("source")
                            + "') is refused: " + reason,
                    "it is refused: " + reason, judgement.cure().replace(archive, from.shown()));
        }

    }

    /**
     * An archive that was fetched for a bundle.
     *
     * @param bundle the bundle's name
     * @param archive the archive
     */
    private record Fetched(String bundle, Path archive) {
    }

}
