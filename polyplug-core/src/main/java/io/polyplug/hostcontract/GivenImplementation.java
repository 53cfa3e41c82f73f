package io.polyplug.hostcontract;

import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

import io.polyplug.store.Generation;

/**
 * One object that the application made and keeps; it is behind all tokens. Thread-safe.
 */
final class GivenImplementation implements HostImplementation {

    private final HostInstance instance;

    private final LongSupplier tokens;

    GivenImplementation(Object target, LongSupplier tokens) {
        this.instance = new HostInstance(target, null, null);
        this.tokens = tokens;
    }

    @Override
    public long request(@Nullable Generation caller) {
        return this.tokens.getAsLong();
    }

    @Override
    public HostInstance find(long token) {
        return this.instance;
    }

    @Override
    public void destroy(long token) {
        // The object is the application's.
    }

    @Override
    public void forget(Generation caller) {
        // Nothing was made for it.
    }

    @Override
    public void close() {
        // The object is the application's.
    }

}
