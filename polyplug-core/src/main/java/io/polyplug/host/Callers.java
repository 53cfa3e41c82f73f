package io.polyplug.host;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import io.polyplug.store.Generation;

/**
 * Which generation a host table was made for: a hint and no more, for guests may hand
 * their pointer on. Thread-safe.
 */
final class Callers {

    private final Map<Long, Generation> generations = new ConcurrentHashMap<>();

    void assign(Generation generation) {
        this.generations.put(generation.hostTable(), generation);
    }

    /**
     * Returns whose table it is, or {@code null} if that is not known. Looks first at the
     * generation that the thread is in, for most often it is that one's.
     */
    @Nullable Generation of(CallStack stack, long table) {
        Generation innermost = stack.innermost();
        return (innermost != null && innermost.hostTable() == table) ? innermost : of(table);
    }

    /** Returns whose table it is; if that is not known, whose code the thread is in. */
    @Nullable Generation ofOrInnermost(CallStack stack, long table) {
        Generation hinted = of(stack, table);
        return (hinted != null) ? hinted : stack.innermost();
    }

    /** Returns whose table it is, or {@code null} if that is not known. */
    @Nullable Generation of(long table) {
        return this.generations.get(table);
    }

    void forget(Generation generation) {
        this.generations.remove(generation.hostTable());
    }

}
