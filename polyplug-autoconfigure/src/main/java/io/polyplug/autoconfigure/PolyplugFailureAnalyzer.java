package io.polyplug.autoconfigure;

import io.polyplug.error.PolyplugException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains a failure of the runtime: the description is what it says is wrong, the action
 * what to do about it. How to start without the bundle is told if the application's own
 * configuration asked for it, for no property reaches what code loads.
 *
 * @param <T> the kind of failure
 */
abstract class PolyplugFailureAnalyzer<T extends PolyplugException> extends AbstractFailureAnalyzer<T> {

    @Override
    protected final @Nullable FailureAnalysis analyze(Throwable rootFailure, T cause) {
        String action = action(cause);
        if (action == null) {
            return null;
        }
        ConfiguredBundleException configured = findCause(rootFailure, ConfiguredBundleException.class);
        if (configured == null) {
            return new FailureAnalysis(description(cause), action, cause);
        }
        return new FailureAnalysis(configured.shown(description(cause)), configured.shown(action) + " " + wayAround(),
                cause);
    }

    String description(T failure) {
        return failure.explanation().summary();
    }

    /** Returns what to do, in sentences, or {@code null} if nothing is known. */
    abstract @Nullable String action(T failure);

    String wayAround() {
        return "To start without the bundle, set 'polyplug.on-load-failure' to 'skip'.";
    }

    static String cureOr(PolyplugException failure, String otherwise) {
        String cure = failure.explanation().cure();
        return (cure.isEmpty() ? otherwise : cure) + ".";
    }

}
