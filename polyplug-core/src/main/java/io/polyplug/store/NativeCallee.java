package io.polyplug.store;

import org.jspecify.annotations.Nullable;

/**
 * All that a compiled call needs to know of the implementation that it calls, in one
 * place: native functions with the instance that they get. Immutable and thread-safe. To
 * be used under a pin, as the implementation itself.
 */
public final class NativeCallee {

    private final GuestInterface guestInterface;

    private final long[] functions;

    private final GuestInstance instance;

    private final long data;

    private final long contractId;

    private final long hostTable;

    private final Split.@Nullable Side side;

    NativeCallee(GuestInterface guestInterface, long[] functions, GuestInstance instance, Split.@Nullable Side side) {
        this.guestInterface = guestInterface;
        this.functions = functions;
        this.instance = instance;
        this.data = instance.data();
        this.contractId = instance.contractId();
        this.hostTable = guestInterface.owner().hostTable();
        this.side = side;
    }

    /**
     * {@return the implementation}
     */
    public GuestInterface guestInterface() {
        return this.guestInterface;
    }

    /**
     * Returns the code of a function. Plain read of a word that may change at any time.
     * @param functionId the function, which the implementation has
     * @return its address, or 0 if its calls have to be looked at
     */
    public long function(int functionId) {
        return this.functions[functionId];
    }

    /**
     * {@return the instance that all proxies share}
     */
    public GuestInstance instance() {
        return this.instance;
    }

    /**
     * {@return the first word of the instance: the guest's own pointer}
     */
    public long data() {
        return this.data;
    }

    /**
     * {@return the second word of the instance: the id that the factory stamped}
     */
    public long contractId() {
        return this.contractId;
    }

    /**
     * {@return the address of the generation's host table}
     */
    public long hostTable() {
        return this.hostTable;
    }

    /**
     * {@return which side of a split this is, or {@code null} if all calls of the cell
     * get it}
     */
    public Split.@Nullable Side side() {
        return this.side;
    }

}
