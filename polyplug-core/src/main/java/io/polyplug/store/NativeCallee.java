package io.polyplug.store;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * All that a compiled call needs to know of the implementation that it calls, in one
 * place: native functions with the instance that they get. Immutable and thread-safe. To
 * be used under a pin, as the implementation itself.
 */
public final class NativeCallee {

    private static final long[] NO_FUNCTIONS = {};

    private final GuestInterface published;

    private final GuestInterface guestInterface;

    private final long[] functions;

    private final GuestInstance instance;

    private final long data;

    private final long contractId;

    private final long hostTable;

    private final Split.@Nullable Side side;

    private final long machineFunction;

    private final long loaderData;

    private final Seats.@Nullable Seat seat;

    NativeCallee(GuestInterface guestInterface, long[] functions, GuestInstance instance, Split.@Nullable Side side) {
        this(guestInterface, guestInterface, functions, instance, side);
    }

    private NativeCallee(GuestInterface published, GuestInterface guestInterface, long[] functions,
            GuestInstance instance, Split.@Nullable Side side) {
        this.published = published;
        this.guestInterface = guestInterface;
        this.functions = functions;
        this.instance = instance;
        this.data = instance.data();
        this.contractId = instance.contractId();
        this.hostTable = guestInterface.owner().hostTable();
        this.side = side;
        Dispatch.VirtualMachine machine = guestInterface.virtualMachine();
        this.machineFunction = (machine != null) ? machine.callFunction() : 0;
        this.loaderData = (machine != null) ? machine.loaderData() : 0;
        this.seat = (machine != null) ? machine.seat() : null;
    }

    /**
     * Returns what is called in one of several machines.
     * @param published the implementation that cells show
     * @param machine the implementation in the machine
     * @param instance the instance there
     */
    static NativeCallee inMachine(GuestInterface published, GuestInterface machine, GuestInstance instance) {
        return new NativeCallee(published, machine, NO_FUNCTIONS, instance, null);
    }

    /**
     * {@return the implementation that cells show}
     */
    public GuestInterface published() {
        return this.published;
    }

    /**
     * {@return the implementation: that in the machine, if one runs it}
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
     * {@return the first argument of a machine's function, 0 for native functions}
     */
    public long loaderData() {
        return this.loaderData;
    }

    /**
     * {@return the function that a machine has for all, 0 for native functions}
     */
    public long machineFunction() {
        return this.machineFunction;
    }

    /** Leaves the seat in the machine, without a pin. Once, by whoever took it. */
    public void leave() {
        Objects.requireNonNull(this.seat, "seat").leave();
    }

    /**
     * {@return which side of a split this is, or {@code null} if all calls of the cell
     * get it}
     */
    public Split.@Nullable Side side() {
        return this.side;
    }

}
