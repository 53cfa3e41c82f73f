package io.polyplug.upcall;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import io.polyplug.abi.Abi;
import io.polyplug.boundary.CallStack;
import io.polyplug.boundary.NativeText;
import io.polyplug.contract.Version;
import io.polyplug.error.GuestCallException;
import io.polyplug.ffi.NativeBackend;
import io.polyplug.ffi.NativeBackend.Shape;
import io.polyplug.store.Dispatch;
import io.polyplug.store.Generation;
import io.polyplug.store.GuestInstance;
import io.polyplug.store.GuestInterface;
import io.polyplug.store.GuestUses;
import io.polyplug.store.InstanceLifecycle;
import io.polyplug.store.Seats;

/**
 * Guest contracts that machines run, each of which one thread at a time may be in: native
 * guests, who know nothing of seats, reach them through functions that take one. Four
 * native functions serve them all, made when the first is provided. Thread-safe.
 * <p>
 * A guest that waits for a seat does so in a native frame of its own, half a minute at
 * most.
 */
public final class MachineGuests {

    private static final long LONGEST_WAIT = TimeUnit.SECONDS.toNanos(30);

    private final NativeBackend backend;

    private final UpcallGuard guard;

    private final InstanceLifecycle lifecycle;

    private final Map<Long, GuestInterface> contracts = new ConcurrentHashMap<>();

    private final Map<Long, Listener> listeners = new ConcurrentHashMap<>();

    private final AtomicLong tokens = new AtomicLong();

    private @Nullable Stubs stubs;

    /**
     * Creates the place for implementations.
     * @param backend how native memory is reached
     * @param guard the way in for native callers
     * @param lifecycle runs the factories of machines
     */
    public MachineGuests(NativeBackend backend, UpcallGuard guard, InstanceLifecycle lifecycle) {
        this.backend = backend;
        this.guard = guard;
        this.lifecycle = lifecycle;
    }

    /**
     * Makes one implementation of those in several machines.
     * @param machines the implementations, by the number of the machine
     * @param seats the seats in the machines
     * @param version the contract's version
     * @param functionCount how many functions there are, or 0 if that is not known
     * @return the implementation, to be registered
     */
    public GuestInterface provide(List<GuestInterface> machines, Seats seats, Version version, int functionCount) {
        Stubs functions = stubs();
        GuestInterface first = machines.get(0);
        long token = nextToken();
        GuestInterface made = new GuestInterface(first.owner(), first.contractId(), first.contractName(), version,
                new GuestInterface.Code(functions.create(), functions.destroy(), new Dispatch.Machines(
                        new Dispatch.VirtualMachine(functions.call(), token, functionCount), machines, seats)),
                this.lifecycle);
        this.contracts.put(token, made);
        return made;
    }

    private long nextToken() {
        return this.tokens.incrementAndGet() * Abi.WORD;
    }

    /**
     * Has somebody told of what an engine logs for one machine:
     * {@code void (user_data, level, scope, message)}.
     * @param listener told level (1 is an error, 5 a trace), scope and message, on
     * whatever thread; must not call the machine
     * @return the user data to give with {@link #logFunction()}
     */
    public long listen(Listener listener) {
        long token = nextToken();
        this.listeners.put(token, listener);
        return token;
    }

    /**
     * Tells a listener nothing more.
     * @param token what {@link #listen} returned
     */
    public void leave(long token) {
        this.listeners.remove(token);
    }

    /**
     * {@return the address of the function that engines log through}
     */
    public long logFunction() {
        return stubs().log();
    }

    private synchronized Stubs stubs() {
        Stubs present = this.stubs;
        if (present == null) {
            present = new Stubs(this.guard.stub(Shape.VOID, 4, -1, (stack, w, result) -> create(w[0], w[2], w[3])),
                    this.guard.stub(Shape.VOID, 4, -1, (stack, w, result) -> destroy(w[0], w[2], w[3])),
                    this.guard.stub(Shape.VOID, 8, 7, this::call),
                    this.guard.stub(Shape.VOID, 6, -1, (stack, w, result) -> log(w)));
            this.stubs = present;
        }
        return present;
    }

    private long log(long[] w) {
        Listener listener = this.listeners.get(w[0]);
        if (listener != null) {
            listener.tell((int) w[1], NativeText.lenient(this.backend, w[2], w[3]),
                    NativeText.lenient(this.backend, w[4], w[5]));
        }
        return 0;
    }

    /**
     * {@code create_instance(loader_data, host, args, out)}. Where there are several
     * machines nothing is kept for who asks: each has an instance for all.
     */
    private long create(long token, long args, long out) {
        GuestInterface contract = this.contracts.get(token);
        if (contract != null && seatsOf(contract).count() > 1) {
            this.guard.writeInstance(out, new GuestInstance(0, contract.contractId().value()));
        }
        else if (contract != null && out != 0) {
            enter(contract, (machine) -> this.guard.writeInstance(out, this.lifecycle.create(machine, args)));
        }
        return 0;
    }

    /** {@code destroy_instance(loader_data, host, instance)}. */
    private long destroy(long token, long data, long contractId) {
        GuestInterface contract = this.contracts.get(token);
        if (contract != null && seatsOf(contract).count() == 1) {
            enter(contract, (machine) -> this.lifecycle.destroy(machine, new GuestInstance(data, contractId)));
        }
        return 0;
    }

    private static Seats seatsOf(GuestInterface contract) {
        return Objects.requireNonNull(contract.seats(), "seats");
    }

    /** Does something in a machine, and tells whether one became free in time. */
    private static boolean enter(GuestInterface contract, Consumer<GuestInterface> work) {
        Seats seats = seatsOf(contract);
        Seats.Seat free = seats.take(0);
        Seats.Seat seat = (free != null) ? free : await(seats);
        if (seat == null) {
            return false;
        }
        try {
            work.accept(contract.in(seat));
            return true;
        }
        finally {
            seat.leave();
        }
    }

    private static Seats.@Nullable Seat await(Seats seats) {
        long began = System.nanoTime();
        try {
            return seats.take(LONGEST_WAIT);
        }
        finally {
            seats.waitedSince(began);
        }
    }

    /**
     * {@code call(loader_data, instance, fn_id, args, out, arena, out_err)}; the instance
     * is two words.
     */
    private long call(CallStack stack, long[] w, long result) {
        GuestInterface contract = this.contracts.get(w[0]);
        GuestUses.Use use = (contract != null) ? contract.owner().uses().begin(contract.contractName()) : null;
        if (contract == null || use == null) {
            this.guard.writeError(w[7], Abi.NOT_FOUND, 0, 0);
            return 0;
        }
        try {
            call(contract, w);
        }
        catch (GuestCallException ex) {
            this.guard.writeError(w[7], ex.code(), 0, 0);
        }
        finally {
            use.close();
        }
        return 0;
    }

    private void call(GuestInterface contract, long[] w) {
        if (!enter(contract, (machine) -> callMachine(contract, machine, w))) {
            this.guard.writeError(w[7], Abi.REENTRANT_CALL, 0, 0);
        }
    }

    private void callMachine(GuestInterface contract, GuestInterface machine, long[] w) {
        Dispatch.VirtualMachine code = machine.virtualMachine();
        GuestInstance instance = (seatsOf(contract).count() == 1) ? new GuestInstance(w[1], w[2]) : machine.instance();
        if (code != null) {
            this.backend.callMachine(code.callFunction(), code.loaderData(), instance.data(), instance.contractId(),
                    (int) w[3], w[4], w[5], w[6], w[7]);
        }
    }

    /**
     * Forgets the implementations of a generation: calling them answers with code 4.
     * @param generation the generation
     */
    public void forget(Generation generation) {
        this.contracts.values().removeIf((contract) -> contract.owner() == generation);
    }

    private record Stubs(long create, long destroy, long call, long log) {
    }

    /** Told of what an engine logs. */
    @FunctionalInterface
    public interface Listener {

        /**
         * Tells of a record.
         * @param level 1 for an error to 5 for a trace
         * @param scope what of the engine says it
         * @param message what it says
         */
        void tell(int level, String scope, String message);

    }

}
