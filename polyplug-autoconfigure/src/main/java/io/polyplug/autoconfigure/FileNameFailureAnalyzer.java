package io.polyplug.autoconfigure;

import java.nio.file.InvalidPathException;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;

/**
 * Explains a property of polyplug with a file name that the JVM's locale cannot write.
 * Before the analyzer that explains all values that cannot be bound.
 */
final class FileNameFailureAnalyzer extends AbstractFailureAnalyzer<BindException> implements Ordered {

    private static final ConfigurationPropertyName PREFIX = ConfigurationPropertyName.of("polyplug");

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, BindException cause) {
        InvalidPathException refused = findCause(cause, InvalidPathException.class);
        String cure = (refused != null) ? FileNameLocale.cure(refused.getInput()) : null;
        if (refused == null || cure == null || !PREFIX.isAncestorOf(cause.getName())) {
            return null;
        }
        return new FailureAnalysis("Property '" + cause.getName() + "' with value '" + refused.getInput()
                + "' cannot be used: " + refused.getReason(), cure, cause);
    }

    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }

}
