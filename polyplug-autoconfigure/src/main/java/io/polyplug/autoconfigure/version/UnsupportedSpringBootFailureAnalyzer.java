package io.polyplug.autoconfigure.version;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains which Spring Boot is needed.
 */
final class UnsupportedSpringBootFailureAnalyzer extends AbstractFailureAnalyzer<UnsupportedSpringBootException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, UnsupportedSpringBootException cause) {
        return new FailureAnalysis(cause.getMessage(),
                "Raise the application's Spring Boot: in Maven the version of spring-boot-starter-parent or of the"
                        + " imported spring-boot-dependencies, in Gradle that of the plugin org.springframework.boot."
                        + " Or remove the dependency on polyplug-spring-boot-starter.",
                cause);
    }

}
