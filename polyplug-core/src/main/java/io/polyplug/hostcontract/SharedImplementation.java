package io.polyplug.hostcontract;

import org.jspecify.annotations.Nullable;

import io.polyplug.error.HostContractException;
import io.polyplug.store.Generation;

/**
 * One object for all guests, made at the first request for it. Thread-safe.
 */
final class SharedImplementation implements HostImplementation {

    private final HostFactory<?> factory;

    private final long token;

    private final MadeOnce<HostInstance> instance;

    SharedImplementation(HostFactory<?> factory, long token) {
        this.factory = factory;
        this.token = token;
        this.instance = new MadeOnce<>(factory.contractName(), HostInstance::giveUp);
    }

    @Override
    public long request(@Nullable Generation caller) {
        if (this.instance.get(() -> this.factory.make(caller)) == null) {
            throw this.factory.failed("its factory asks for it itself, has not finished within 30 seconds or failed on"
                    + " another thread, or the contract was unregistered meanwhile", null);
        }
        return this.token;
    }

    /**
     * The token outlives registrations: who holds it since an earlier one may be the
     * first to need the object.
     */
    @Override
    public @Nullable HostInstance find(long shown) {
        try {
            return (shown == this.token) ? this.instance.get(() -> this.factory.make(null)) : null;
        }
        catch (HostContractException ex) {
            return null;
        }
    }

    @Override
    public void destroy(long shown) {
        // The other guests have it as well.
    }

    @Override
    public void forget(Generation caller) {
        // The other guests have it as well.
    }

    @Override
    public void close() {
        this.instance.close();
    }

}
