package io.polyplug.store;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * How the functions of an implementation are reached (docs/abi.md 3.1).
 */
public sealed interface Dispatch {

    /**
     * Code addresses, one a function.
     *
     * @param functions the addresses, by function id
     */
    @SuppressWarnings("ArrayRecordComponent")
    record NativeTable(long[] functions) implements Dispatch {
    }

    /**
     * One function for all, which gets the function id and a call arena (docs/abi.md
     * 5.7).
     *
     * @param callFunction the address of that function
     * @param loaderData its first argument, and the first one of factory and destructor
     * @param functionCount how many functions there are, or 0 if that is not known
     * @param seat the seat of whoever is in it, or {@code null} where any number of
     * threads may be
     */
    record VirtualMachine(long callFunction, long loaderData, int functionCount,
            Seats.@Nullable Seat seat) implements Dispatch {

        /**
         * Creates one that any number of threads may be in.
         * @param callFunction the address of the function for all
         * @param loaderData its first argument
         * @param functionCount how many functions there are, or 0 if that is not known
         */
        public VirtualMachine(long callFunction, long loaderData, int functionCount) {
            this(callFunction, loaderData, functionCount, null);
        }

    }

    /**
     * Several machines that can do the same, each for one thread at a time.
     *
     * @param forGuests how guests reach them, who know nothing of seats
     * @param machines the implementation in each, by the number of its seat
     * @param seats the seats in them
     */
    record Machines(VirtualMachine forGuests, List<GuestInterface> machines, Seats seats) implements Dispatch {

        /**
         * Creates it with a copy of the list.
         */
        public Machines {
            machines = List.copyOf(machines);
        }

    }

}
