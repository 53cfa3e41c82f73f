package io.polyplug.host;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

import io.polyplug.error.HostContractException;
import io.polyplug.store.Generation;

/**
 * One object for each bundle, whatever generation of it asks. The token of a bundle is
 * good as long as the contract is registered. Thread-safe.
 */
final class BundleImplementation implements HostImplementation {

    private final String contractName;

    private final Function<String, ?> objects;

    private final LongSupplier tokens;

    private final Map<String, Long> byBundle = new ConcurrentHashMap<>();

    private final Map<Long, HostInstance> instances = new ConcurrentHashMap<>();

    /**
     * @param objects makes the object of a bundle, at once
     */
    BundleImplementation(String contractName, Function<String, ?> objects, LongSupplier tokens) {
        this.contractName = contractName;
        this.objects = objects;
        this.tokens = tokens;
    }

    @Override
    public long request(@Nullable Generation caller) {
        if (caller == null) {
            throw new HostContractException(this.contractName, "host contract '" + this.contractName
                    + "' has no instance: it is not known which bundle asks for it. Ask through the bundle's own host table",
                    null);
        }
        return this.byBundle.computeIfAbsent(caller.bundleName(), this::make);
    }

    private long make(String bundleName) {
        long token = this.tokens.getAsLong();
        this.instances.put(token, new HostInstance(this.objects.apply(bundleName), null, null));
        return token;
    }

    @Override
    public @Nullable HostInstance find(long token) {
        return this.instances.get(token);
    }

    @Override
    public void destroy(long token) {
        // The next generation of the bundle has it as well.
    }

    @Override
    public void forget(Generation caller) {
        // The next generation of the bundle has it as well.
    }

    @Override
    public void close() {
        this.instances.clear();
    }

}
