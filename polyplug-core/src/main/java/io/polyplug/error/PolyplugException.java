package io.polyplug.error;

import org.jspecify.annotations.Nullable;

/**
 * The root of every failure that polyplug reports. Messages name the thing, the cause and
 * the cure.
 */
public abstract sealed class PolyplugException extends RuntimeException
        permits BundleLoadException, BundleNotFoundException, ConfigurationException, ContractDefinitionException,
        ContractUnavailableException, DependencyGraphException, DependencyInUseException, GuestCallException,
        HostContractException, ManifestException, NativeAccessException, ReentrantCallException, ReloadException,
        RuntimeClosedException, SignatureException, StaleHandleException {

    private static final long serialVersionUID = 1L;

    PolyplugException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

}
