package io.polyplug.hostcontract;

import org.jspecify.annotations.Nullable;

import io.polyplug.error.HostContractException;
import io.polyplug.store.Generation;

/**
 * What stands behind a Java host contract while it is registered. Thread-safe; no lock is
 * held while code of the application runs.
 */
interface HostImplementation {

    /**
     * Answers a guest that asks for the contract.
     * @param caller the generation that asks, if that is known
     * @return the token for its calls, never 0
     * @throws HostContractException if there is no instance for it
     */
    long request(@Nullable Generation caller);

    /**
     * Returns what a token names.
     * @param token what a guest shows
     * @return the object, or {@code null} if the token names none, or none any more
     */
    @Nullable HostInstance find(long token);

    /**
     * Destroys what a token names, if it is the guest's alone.
     * @param token what a guest gives back
     */
    void destroy(long token);

    /**
     * Destroys what a generation asked for and did not give back.
     * @param caller the generation, which is gone
     */
    void forget(Generation caller);

    /**
     * Destroys everything that was made, for the contract is no longer registered.
     */
    void close();

}
