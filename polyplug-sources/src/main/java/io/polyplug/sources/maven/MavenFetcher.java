package io.polyplug.sources.maven;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.polyplug.sources.fetch.Fetcher;
import io.polyplug.sources.fetch.Limits;
import io.polyplug.sources.fetch.Source;
import io.polyplug.sources.fetch.SourceFailure;
import org.eclipse.aether.ConfigurationProperties;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.RepositorySystemSession.CloseableSession;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.repository.RepositoryPolicy;
import org.eclipse.aether.resolution.ArtifactRequest;
import org.eclipse.aether.resolution.ArtifactResolutionException;
import org.eclipse.aether.supplier.RepositorySystemSupplier;
import org.eclipse.aether.supplier.SessionBuilderSupplier;
import org.eclipse.aether.util.repository.AuthenticationBuilder;
import org.eclipse.aether.util.repository.JreProxySelector;

/**
 * Fetches archives from Maven repositories. Each time it does so into a local repository
 * that is gone afterwards: what is kept is kept elsewhere, and nothing that Maven keeps,
 * such as that a repository did not have something, tells about later times. Thread-safe.
 */
public final class MavenFetcher implements Fetcher<Source.Maven> {

    private static final String TYPE = "ppb";

    private static final RepositoryPolicy POLICY = new RepositoryPolicy(true, RepositoryPolicy.UPDATE_POLICY_ALWAYS,
            RepositoryPolicy.CHECKSUM_POLICY_FAIL);

    private final Limits limits;

    private final List<Repository> repositories;

    /**
     * Creates the fetcher.
     * @param limits how long to wait, and how much to take
     * @param repositories the repositories, in the order in which they are asked
     */
    public MavenFetcher(Limits limits, List<Repository> repositories) {
        this.limits = limits;
        this.repositories = List.copyOf(repositories);
    }

    @Override
    public void fetch(Source.Maven source, Path target) throws SourceFailure {
        if (this.repositories.isEmpty()) {
            throw SourceFailure.refused("no repository is configured",
                    "Set 'polyplug.sources.maven.repositories.<id>.url'");
        }
        SizeLimit size = new SizeLimit(this.limits.maxSize());
        try (RepositorySystem system = new RepositorySystemSupplier().get();
                CloseableSession session = session(system, target.resolveSibling("repository"), size)) {
            ArtifactRequest request = new ArtifactRequest(
                    new DefaultArtifact(source.group(), source.artifact(), source.classifier(), TYPE, source.version()),
                    system.newResolutionRepositories(session, remote()), null);
            Path file = system.resolveArtifact(session, request).getArtifact().getPath();
            Files.move(file, target);
        }
        catch (ArtifactResolutionException ex) {
            throw size.isExceeded() ? this.limits.tooLarge() : new ResolutionFailure(this.repositories).of(ex);
        }
        catch (IOException ex) {
            throw SourceFailure.refused("it cannot be written: " + ex,
                    "Give 'polyplug.sources.directory' room, and let this process write there", ex);
        }
    }

    private CloseableSession session(RepositorySystem system, Path localRepository, SizeLimit size) {
        return new SessionBuilderSupplier(system).get()
            .withLocalRepositoryBaseDirectories(localRepository)
            .setSystemProperties(System.getProperties())
            .setConfigProperties(Map.of(ConfigurationProperties.CONNECT_TIMEOUT,
                    Math.toIntExact(this.limits.connectTimeout().toMillis()), ConfigurationProperties.REQUEST_TIMEOUT,
                    Math.toIntExact(this.limits.readTimeout().toMillis()),
                    ConfigurationProperties.HTTP_RETRY_HANDLER_COUNT, 0, "aether.checksums.downloadChecksumAlgorithms",
                    "SHA-512,SHA-256,SHA-1"))
            .setProxySelector(new JreProxySelector())
            .setTransferListener(size)
            .build();
    }

    private List<RemoteRepository> remote() {
        return this.repositories.stream().map(MavenFetcher::remote).collect(Collectors.toList());
    }

    private static RemoteRepository remote(Repository repository) {
        AuthenticationBuilder authentication = new AuthenticationBuilder();
        if (repository.access().username() != null) {
            authentication.addUsername(repository.access().username()).addPassword(repository.access().password());
        }
        if (repository.access().ssl() != null) {
            authentication.addSslContext(repository.access().ssl().get());
        }
        return new RemoteRepository.Builder(repository.id(), "default", repository.url()).setPolicy(POLICY)
            .setAuthentication(authentication.build())
            .build();
    }

}
