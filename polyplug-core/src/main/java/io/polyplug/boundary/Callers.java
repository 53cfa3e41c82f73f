package io.polyplug.boundary;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import io.polyplug.store.Generation;

/**
 * Which generation a host table was made for: a hint and no more, for guests may hand
 * their pointer on. Thread-safe.
 */
public final class Callers {

    private final Map<Long, Generation> generations = new ConcurrentHashMap<>();

    Callers() {
    }

    /**
     * Notes whose table the table of a generation is.
     * @param generation the generation
     */
    public void assign(Generation generation) {
        assign(generation.hostTable(), generation);
    }

    /**
     * Notes that another table is shown by a generation, too: each machine of a script
     * has one of its own.
     * @param table the address of the table
     * @param generation the generation
     */
    public void assign(long table, Generation generation) {
        this.generations.put(table, generation);
    }

    /**
     * Returns whose table it is. Looks first at the generation that the thread is in, for
     * most often it is that one's.
     * @param stack the calling thread's stack
     * @param table the address that a guest shows
     * @return the generation, or {@code null} if that is not known
     */
    public @Nullable Generation of(CallStack stack, long table) {
        Generation innermost = stack.innermost();
        return (innermost != null && innermost.hostTable() == table) ? innermost : of(table);
    }

    /**
     * Returns whose table it is; if that is not known, whose code the thread is in.
     * @param stack the calling thread's stack
     * @param table the address that a guest shows
     * @return the generation, or {@code null} if neither is known
     */
    public @Nullable Generation ofOrInnermost(CallStack stack, long table) {
        Generation hinted = of(stack, table);
        return (hinted != null) ? hinted : stack.innermost();
    }

    /**
     * Returns whose table it is.
     * @param table the address that a guest shows
     * @return the generation, or {@code null} if that is not known
     */
    public @Nullable Generation of(long table) {
        return this.generations.get(table);
    }

    /**
     * Returns whether a table is that of a machine.
     * @param table the address that a guest shows
     * @return {@code true} if a script shows it
     */
    public boolean isOfScript(long table) {
        Generation generation = of(table);
        return generation != null && generation.hostTable() != table;
    }

    /**
     * Forgets the tables of a generation.
     * @param generation the generation, whose code is unmapped
     */
    public void forget(Generation generation) {
        this.generations.values().removeIf((each) -> each == generation);
    }

}
