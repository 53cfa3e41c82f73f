package io.polyplug.hostcontract;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.polyplug.store.Generation;

/**
 * An object for each request. It goes when the guest destroys it, else with the
 * generation that asked for it, else when the contract is unregistered. Thread-safe.
 */
final class RequestedImplementation implements HostImplementation {

    private static final Logger logger = LoggerFactory.getLogger("polyplug.host");

    /** More objects than this at a time look like a guest that asks at each call. */
    private static final int MANY = 10_000;

    private final HostFactory<?> factory;

    private final LongSupplier tokens;

    /** By token; whoever removes an object gives it up. */
    private final Map<Long, HostInstance> instances = new ConcurrentHashMap<>();

    private final AtomicBoolean warned = new AtomicBoolean();

    private volatile boolean closed;

    RequestedImplementation(HostFactory<?> factory, LongSupplier tokens) {
        this.factory = factory;
        this.tokens = tokens;
    }

    /**
     * The object is kept first and the marks are read after that, the other way round
     * than those who set a mark and then sweep: none stays behind.
     */
    @Override
    public long request(@Nullable Generation caller) {
        HostInstance made = this.factory.make(caller);
        long token = this.tokens.getAsLong();
        this.instances.put(token, made);
        if (this.closed || (caller != null && caller.isGone())) {
            destroy(token);
            throw this.factory.failed("the contract was unregistered or the bundle unloaded meanwhile", null);
        }
        if (this.instances.size() >= MANY && this.warned.compareAndSet(false, true)) {
            logger.warn("Host contract '{}' has {} instances, the latest for {}: it looks as if a guest asks for one at"
                    + " each call and destroys none. Let it keep one, destroy it, or make the contract a singleton",
                    this.factory.contractName(), this.instances.size(), (caller != null) ? caller : "a guest");
        }
        return token;
    }

    @Override
    public @Nullable HostInstance find(long token) {
        return this.instances.get(token);
    }

    @Override
    public void destroy(long token) {
        HostInstance taken = this.instances.remove(token);
        if (taken != null) {
            taken.giveUp();
        }
    }

    @Override
    public void forget(Generation caller) {
        this.instances.forEach((token, instance) -> {
            if (instance.isHeldBy(caller)) {
                destroy(token);
            }
        });
    }

    @Override
    public void close() {
        this.closed = true;
        this.instances.keySet().forEach(this::destroy);
    }

}
