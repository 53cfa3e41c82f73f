package io.polyplug.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains a property that names a folder which cannot be used.
 */
final class BundleLocationFailureAnalyzer extends AbstractFailureAnalyzer<BundleLocationException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, BundleLocationException cause) {
        String cure = cause.cure();
        return new FailureAnalysis(cause.getMessage(), (cure != null) ? cure
                : "Correct '" + cause.property() + "', create the folder, or put 'optional:' before the value if the "
                        + "folder may be missing. Relative paths start at the working directory '"
                        + System.getProperty("user.dir") + "'.",
                cause);
    }

}
