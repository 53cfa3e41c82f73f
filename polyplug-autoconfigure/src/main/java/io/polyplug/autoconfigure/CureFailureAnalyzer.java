package io.polyplug.autoconfigure;

import io.polyplug.error.BundleArchiveException;
import io.polyplug.error.BundleLoadException;
import io.polyplug.error.DependencyGraphException;
import io.polyplug.error.ManifestException;
import io.polyplug.error.PolyplugException;
import org.jspecify.annotations.Nullable;

/**
 * Explains what brings its cure along: a bad manifest or archive, a library that cannot
 * be used, dependencies that nobody provides, host contracts with several
 * implementations. The last of the analyzers, for others know more than the failure says.
 */
final class CureFailureAnalyzer extends PolyplugFailureAnalyzer<PolyplugException> {

    @Override
    @Nullable String action(PolyplugException failure) {
        boolean ofTheBundle = failure instanceof ManifestException || failure instanceof BundleLoadException
                || failure instanceof BundleArchiveException || failure instanceof DependencyGraphException;
        return (ofTheBundle || !failure.explanation().cure().isEmpty()) ? cureOr(failure, "Replace the bundle") : null;
    }

}
