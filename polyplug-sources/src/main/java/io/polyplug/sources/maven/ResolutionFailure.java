package io.polyplug.sources.maven;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import io.polyplug.sources.fetch.SourceFailure;
import org.eclipse.aether.resolution.ArtifactResolutionException;
import org.eclipse.aether.spi.connector.transport.http.HttpTransporterException;
import org.eclipse.aether.transfer.ArtifactNotFoundException;
import org.eclipse.aether.transfer.ArtifactTransferException;
import org.eclipse.aether.transfer.ChecksumFailureException;
import org.jspecify.annotations.Nullable;

/**
 * Tells why an artifact did not come, by the worst that a repository did.
 *
 * @param repositories those that were asked
 */
record ResolutionFailure(List<Repository> repositories) {

    private static final int UNAUTHORIZED = 401;

    private static final int FORBIDDEN = 403;

    private static final int SERVER_ERRORS = 500;

    private static final int TOO_MANY_REQUESTS = 429;

    SourceFailure of(ArtifactResolutionException failure) {
        List<Exception> causes = new ArrayList<>();
        failure.getResults().forEach((result) -> causes.addAll(result.getExceptions()));
        for (Exception cause : causes) {
            Optional<SourceFailure> refusal = refusal(cause);
            if (refusal.isPresent()) {
                return refusal.get();
            }
        }
        for (Exception cause : causes) {
            if (cause instanceof ArtifactTransferException && !(cause instanceof ArtifactNotFoundException)) {
                return SourceFailure.unavailable(
                        "repository " + repositoryOf(cause) + " could not be asked: " + rootOf(cause),
                        "Look at the network and the repository; for its certificate, at the ssl-bundle", failure);
            }
        }
        String asked = this.repositories.stream()
            .map((repository) -> "'" + repository.id() + "' (" + repository.url() + ")")
            .collect(Collectors.joining(", "));
        return SourceFailure.refused("no repository has it with the type 'ppb'; asked were " + asked,
                "Correct the coordinate, publish the bundle, or add its repository to"
                        + " 'polyplug.sources.maven.repositories'");
    }

    private Optional<SourceFailure> refusal(Throwable failure) {
        ChecksumFailureException checksum = find(failure, ChecksumFailureException.class);
        if (checksum != null) {
            return Optional.of(
                    SourceFailure.refused(
                            "its checksum in repository " + repositoryOf(failure)
                                    + " is missing or not that of what came: " + checksum.getMessage(),
                            "Publish it again, with its checksums", checksum));
        }
        HttpTransporterException answer = find(failure, HttpTransporterException.class);
        if (answer == null || answer.getStatusCode() >= SERVER_ERRORS || answer.getStatusCode() == TOO_MANY_REQUESTS) {
            return Optional.empty();
        }
        return this.repositories.stream()
            .filter((repository) -> repositoryOf(failure).equals("'" + repository.id() + "'"))
            .findFirst()
            .map((repository) -> refusal(repository, answer.getStatusCode()));
    }

    private static SourceFailure refusal(Repository repository, int status) {
        return (status == UNAUTHORIZED || status == FORBIDDEN) ? repository.access().denied(status)
                : SourceFailure.refused("repository '" + repository.id() + "' answered " + status,
                        "Look at what it says about this request");
    }

    private static String repositoryOf(Throwable failure) {
        ArtifactTransferException transfer = find(failure, ArtifactTransferException.class);
        return (transfer != null && transfer.getRepository() != null) ? "'" + transfer.getRepository().getId() + "'"
                : "of which nothing is known";
    }

    private static String rootOf(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.toString();
    }

    private static <T extends Throwable> @Nullable T find(Throwable failure, Class<T> type) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (type.isInstance(each)) {
                return type.cast(each);
            }
        }
        return null;
    }

}
