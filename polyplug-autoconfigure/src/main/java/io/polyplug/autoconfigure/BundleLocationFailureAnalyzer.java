package io.polyplug.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.env.Environment;

/**
 * Explains a property that names a folder which cannot be used.
 */
final class BundleLocationFailureAnalyzer extends AbstractFailureAnalyzer<BundleLocationException> {

    private final Environment environment;

    BundleLocationFailureAnalyzer(Environment environment) {
        this.environment = environment;
    }

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, BundleLocationException cause) {
        String cure = cause.cure();
        return new FailureAnalysis(cause.getMessage() + ConfiguredProperty.originOf(this.environment, cause.property()),
                (cure != null) ? cure
                        : "Correct '" + cause.property()
                                + "', create the folder, or put 'optional:' before the value if the "
                                + "folder may be missing. Relative paths start at the working directory '"
                                + System.getProperty("user.dir") + "'.",
                cause);
    }

}
