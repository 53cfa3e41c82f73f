package io.polyplug.boundary;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import io.polyplug.store.Generation;
import io.polyplug.store.Seats;

/**
 * Which generation a host table was made for: a hint and no more, for guests may hand
 * their pointer on. Thread-safe.
 */
public final class Callers {

    private final Map<Long, Generation> generations = new ConcurrentHashMap<>();

    private final Map<Long, Seats.Seat> seats = new ConcurrentHashMap<>();

    Callers() {
    }

    /**
     * Notes whose table the table of a generation is.
     * @param generation the generation
     */
    public void assign(Generation generation) {
        this.generations.put(generation.hostTable(), generation);
    }

    /**
     * Notes that another table is shown by a generation, too: each machine of a script
     * has one of its own.
     * @param table the address of the table
     * @param generation the generation
     * @param seat the seat in that machine
     */
    public void assign(long table, Generation generation, Seats.Seat seat) {
        this.seats.put(table, seat);
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
     * Returns the seat in the machine whose table it is.
     * @param table the address that a guest shows
     * @return the seat, or {@code null} if it is no machine's
     */
    public Seats.@Nullable Seat seatOf(long table) {
        return this.seats.get(table);
    }

    /**
     * Forgets the tables of a generation.
     * @param generation the generation, whose code is unmapped
     */
    public void forget(Generation generation) {
        this.generations.entrySet().removeIf((each) -> {
            boolean gone = each.getValue() == generation;
            if (gone) {
                this.seats.remove(each.getKey());
            }
            return gone;
        });
    }

}
