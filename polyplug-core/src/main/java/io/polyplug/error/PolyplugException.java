package io.polyplug.error;

import org.jspecify.annotations.Nullable;

/**
 * The root of every failure that polyplug reports. Messages name the thing, the cause and
 * the cure.
 */
public abstract sealed class PolyplugException extends RuntimeException permits BundleArchiveException, BundleException,
        CallRejectedException, ConfigurationException, ContractDefinitionException, ContractUnavailableException,
        DependencyGraphException, GuestCallException, HostContractException, LifecycleBusyException, ManifestException,
        NativeAccessException, ReentrantCallException, RuntimeClosedException, StaleHandleException {

    private static final long serialVersionUID = 1L;

    private final Explanation explanation;

    PolyplugException(String message, @Nullable Throwable cause) {
        super(message, cause);
        this.explanation = Explanation.of(message);
    }

    PolyplugException(Explanation explanation, @Nullable Throwable cause) {
        super(explanation.message(), cause);
        this.explanation = explanation;
    }

    /**
     * {@return what the message tells, in parts: summary, reason and cure}
     */
    public Explanation explanation() {
        return this.explanation;
    }

}
