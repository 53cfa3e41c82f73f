package io.polyplug.host;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

import io.polyplug.error.HostContractException;
import io.polyplug.store.Generation;

/**
 * One object for each generation that asks, good as long as the generation is.
 * Thread-safe.
 */
final class GenerationImplementation implements HostImplementation {

    private final String contractName;

    private final Function<Generation, ?> objects;

    private final LongSupplier tokens;

    private final Map<Generation, Long> byGeneration = new ConcurrentHashMap<>();

    private final Map<Long, HostInstance> instances = new ConcurrentHashMap<>();

    /**
     * @param objects makes the object of a generation, at once; throws a
     * {@link HostContractException} if there is none
     */
    GenerationImplementation(String contractName, Function<Generation, ?> objects, LongSupplier tokens) {
        this.contractName = contractName;
        this.objects = objects;
        this.tokens = tokens;
    }

    /**
     * The object is kept first and the mark is read after that, the other way round than
     * those who set the mark and then sweep: none stays behind.
     */
    @Override
    public long request(@Nullable Generation caller) {
        if (caller == null) {
            throw new HostContractException(this.contractName, "host contract '" + this.contractName
                    + "' has no instance: it is not known which bundle asks for it. Ask through the bundle's own host table",
                    null);
        }
        long token = this.byGeneration.computeIfAbsent(caller, this::make);
        if (caller.isGone()) {
            forget(caller);
            throw new HostContractException(this.contractName, "host contract '" + this.contractName
                    + "' has no instance: the bundle that asks for it was unloaded meanwhile", null);
        }
        return token;
    }

    private long make(Generation caller) {
        Object made = this.objects.apply(caller);
        long token = this.tokens.getAsLong();
        this.instances.put(token, new HostInstance(made, null, caller));
        return token;
    }

    @Override
    public @Nullable HostInstance find(long token) {
        return this.instances.get(token);
    }

    @Override
    public void destroy(long token) {
        // Others of the generation may have it as well.
    }

    @Override
    public void forget(Generation caller) {
        Long token = this.byGeneration.remove(caller);
        if (token != null) {
            this.instances.remove(token);
        }
    }

    @Override
    public void close() {
        this.byGeneration.clear();
        this.instances.clear();
    }

}
