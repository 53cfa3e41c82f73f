package io.polyplug.hostcontract;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

import io.polyplug.error.HostContractException;
import io.polyplug.store.Generation;

/**
 * One object for each bundle, whatever generation of it asks, or one for each generation.
 * Its token is good as long as the contract is registered, and the generation is where it
 * is that one's. Thread-safe.
 *
 * @param <K> what has an object of its own
 */
final class CallerImplementation<K> implements HostImplementation {

    private final String contractName;

    private final Function<Generation, K> keys;

    private final Function<K, ?> objects;

    private final LongSupplier tokens;

    private final boolean endsWithCaller;

    private final Map<K, MadeOnce<Long>> byKey = new ConcurrentHashMap<>();

    private final Map<Long, HostInstance> instances = new ConcurrentHashMap<>();

    private CallerImplementation(String contractName, Function<Generation, K> keys, Function<K, ?> objects,
            LongSupplier tokens, boolean endsWithCaller) {
        this.contractName = contractName;
        this.keys = keys;
        this.objects = objects;
        this.tokens = tokens;
        this.endsWithCaller = endsWithCaller;
    }

    /**
     * @param objects makes the object of a bundle, by its name
     */
    static CallerImplementation<String> ofBundles(String contractName, Function<String, ?> objects,
            LongSupplier tokens) {
        return new CallerImplementation<>(contractName, Generation::bundleName, objects, tokens, false);
    }

    /**
     * @param objects makes the object of a generation; throws a
     * {@link HostContractException} if there is none
     */
    static CallerImplementation<Generation> ofGenerations(String contractName, Function<Generation, ?> objects,
            LongSupplier tokens) {
        return new CallerImplementation<>(contractName, Function.identity(), objects, tokens, true);
    }

    /**
     * The object is kept first and the mark is read after that, the other way round than
     * those who set the mark and then sweep: none stays behind.
     */
    @Override
    public long request(@Nullable Generation caller) {
        if (caller == null) {
            throw none("it is not known which bundle asks for it. Ask through the bundle's own host table");
        }
        K key = this.keys.apply(caller);
        Long token = this.byKey
            .computeIfAbsent(key, (absent) -> new MadeOnce<>(this.contractName, this.instances::remove))
            .get(() -> make(key));
        if (this.endsWithCaller && caller.isGone()) {
            forget(caller);
            throw none("the bundle that asks for it was unloaded meanwhile");
        }
        if (token == null) {
            throw none("it is still being made for another request of the bundle");
        }
        return token;
    }

    private HostContractException none(String reason) {
        return new HostContractException(this.contractName,
                "host contract '" + this.contractName + "' has no instance: " + reason);
    }

    private Long make(K key) {
        Object made = this.objects.apply(key);
        long token = this.tokens.getAsLong();
        this.instances.put(token, new HostInstance(made, null, null));
        return token;
    }

    @Override
    public @Nullable HostInstance find(long token) {
        return this.instances.get(token);
    }

    @Override
    public void destroy(long token) {
        // Others of the bundle or generation have it as well.
    }

    @Override
    public void forget(Generation caller) {
        MadeOnce<Long> gone = this.endsWithCaller ? this.byKey.remove(this.keys.apply(caller)) : null;
        if (gone != null) {
            gone.close();
        }
    }

    @Override
    public void close() {
        this.byKey.values().forEach(MadeOnce::close);
        this.byKey.clear();
    }

}
