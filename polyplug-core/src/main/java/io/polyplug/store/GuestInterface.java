package io.polyplug.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

import io.polyplug.contract.GuestContractId;
import io.polyplug.contract.GuestContractInterface;
import io.polyplug.contract.Version;
import io.polyplug.error.GuestCallException;
import io.polyplug.ledger.CallCounter;
import io.polyplug.quarantine.Quarantine;

/**
 * A registered implementation with what a call needs: code addresses and the one instance
 * that all proxies share. Thread-safe. Native code behind it may run only under a pin, or
 * while its generation is staged or being reclaimed.
 */
public final class GuestInterface implements GuestContractInterface {

    /** Two factories that call each other's contracts would wait for ever. */
    static final long LONGEST_CREATION = TimeUnit.SECONDS.toNanos(30);

    private final GuestContractId contractId;

    private final String contractName;

    private final Version version;

    private final Generation generation;

    private final long createFunction;

    private final long destroyFunction;

    /** Empty where a virtual machine runs them. */
    private final long[] functions;

    private final Dispatch.@Nullable VirtualMachine virtualMachine;

    /** Where each call has to take a seat first. */
    private final Dispatch.@Nullable Machines machines;

    private final Quarantine.Share[] shares;

    private final CheckedFunctions checked;

    private final InstanceLifecycle lifecycle;

    private final @Nullable CallCounter calls;

    private final FirstInstance first = new FirstInstance(this);

    /**
     * What compiled calls need of a machine. Plain: whoever finds none makes one, and all
     * are alike.
     */
    private @Nullable NativeCallee inMachine;

    /**
     * Creates an implementation.
     * @param generation the generation that registered it
     * @param contractId the contract's id
     * @param registeredName the name it was registered under, with or without
     * {@code @major}
     * @param version the contract's version
     * @param code where its code is
     * @param lifecycle runs its factory and destructor
     */
    public GuestInterface(Generation generation, GuestContractId contractId, String registeredName, Version version,
            Code code, InstanceLifecycle lifecycle) {
        this.generation = generation;
        this.contractId = contractId;
        this.contractName = bareName(registeredName);
        this.version = version;
        this.createFunction = code.createFunction();
        this.destroyFunction = code.destroyFunction();
        this.functions = (code.dispatch() instanceof Dispatch.NativeTable table) ? table.functions().clone()
                : new long[0];
        this.machines = (code.dispatch() instanceof Dispatch.Machines several) ? several : null;
        this.virtualMachine = machineOf(code.dispatch());
        this.lifecycle = lifecycle;
        this.shares = new Quarantine.Share[Math.max(1, this.functions.length)];
        Arrays.setAll(this.shares, (i) -> new Quarantine.Share());
        this.checked = new CheckedFunctions(generation, this.functions);
        this.calls = generation.ledger().callsOf(this.contractName);
    }

    private static Dispatch.@Nullable VirtualMachine machineOf(Dispatch dispatch) {
        if (dispatch instanceof Dispatch.Machines several) {
            return several.forGuests();
        }
        return (dispatch instanceof Dispatch.VirtualMachine machine) ? machine : null;
    }

    /**
     * Returns a contract name without its {@code @major} suffix: generated bundles
     * register one, others do not.
     * @param registeredName a name as registered
     * @return the bare name
     */
    public static String bareName(String registeredName) {
        int at = registeredName.indexOf('@');
        return (at < 0) ? registeredName : registeredName.substring(0, at);
    }

    @Override
    public GuestContractId contractId() {
        return this.contractId;
    }

    @Override
    public String contractName() {
        return this.contractName;
    }

    @Override
    public Version version() {
        return this.version;
    }

    @Override
    public String bundleName() {
        return this.generation.bundleName();
    }

    @Override
    public long generation() {
        return this.generation.number();
    }

    /**
     * {@return the generation that registered this}
     */
    public Generation owner() {
        return this.generation;
    }

    @Override
    public int functionCount() {
        return (this.virtualMachine != null) ? this.virtualMachine.functionCount() : this.functions.length;
    }

    @Override
    public long functionAddress(int functionId) {
        return this.functions[functionId];
    }

    @Override
    public boolean isRunByVirtualMachine() {
        return this.virtualMachine != null;
    }

    /**
     * Returns whether a function of the given id exists, as far as that is known.
     * @param functionId the function
     * @return {@code false} if it is known not to exist
     */
    boolean mayHave(int functionId) {
        boolean unknown = this.virtualMachine != null && this.virtualMachine.functionCount() == 0;
        return unknown || functionId < functionCount();
    }

    /**
     * {@return the virtual machine that runs the functions, or {@code null} for native
     * functions}
     */
    public Dispatch.@Nullable VirtualMachine virtualMachine() {
        return this.virtualMachine;
    }

    /**
     * {@return the address of the host table that factory and destructor get: that of the
     * generation, or of the one machine that runs this}
     */
    public long hostTable() {
        Seats.Seat seat = (this.virtualMachine != null) ? this.virtualMachine.seat() : null;
        return (seat != null) ? seat.hostTable() : this.generation.hostTable();
    }

    /**
     * {@return the seats in the machines that run this, one of which a call takes before
     * it pins; {@code null} where no call needs one}
     */
    public @Nullable Seats seats() {
        return (this.machines != null) ? this.machines.seats() : null;
    }

    /**
     * Returns the implementation in one of the machines.
     * @param seat a seat of {@link #seats()}, which the calling thread has
     * @return what runs there
     */
    public GuestInterface in(Seats.Seat seat) {
        return Objects.requireNonNull(this.machines, "machines").machines().get(seat.number());
    }

    /**
     * Takes a seat for a compiled call of a function, if that can be done at once. Waits
     * for nobody, and takes no pin.
     * @param functionId the function
     * @return what to call there, to be left by {@link NativeCallee#leave()}, or
     * {@code null} if the interpreter has to make the call: what is called is no machine,
     * no seat is to be had, the machine has no instance yet, or the call has to be looked
     * at
     */
    public @Nullable NativeCallee enterAtOnce(int functionId) {
        Seats.Seat seat = (this.machines != null) ? this.machines.seats().takeAtOnce() : null;
        if (seat == null) {
            return null;
        }
        GuestInterface machine = in(seat);
        NativeCallee callee = machine.checked.isDue(functionId) || this.generation.restoresFloatingPoint() ? null
                : machine.calleeOf(this);
        if (callee == null) {
            seat.leave();
        }
        return callee;
    }

    private @Nullable NativeCallee calleeOf(GuestInterface published) {
        NativeCallee present = this.inMachine;
        return (present != null) ? present : makeCallee(published);
    }

    private @Nullable NativeCallee makeCallee(GuestInterface published) {
        GuestInstance ready = this.first.present();
        NativeCallee made = (ready != null) ? NativeCallee.inMachine(published, this, ready) : null;
        this.inMachine = made;
        return made;
    }

    /**
     * {@return the first argument of factory and destructor: a virtual machine's data, 0
     * for native functions}
     */
    public long loaderData() {
        return (this.virtualMachine != null) ? this.virtualMachine.loaderData() : 0;
    }

    /**
     * Returns how much of the quarantine a function has used; those of a virtual machine
     * share one.
     * @param functionId the function
     * @return its share
     */
    public Quarantine.Share share(int functionId) {
        return this.shares[(this.virtualMachine != null) ? 0 : functionId];
    }

    /**
     * {@return the code address of the factory, {@code create_instance}}
     */
    public long createFunction() {
        return this.createFunction;
    }

    /**
     * {@return the code address of the destructor, {@code destroy_instance}}
     */
    public long destroyFunction() {
        return this.destroyFunction;
    }

    /**
     * {@return what runs factory and destructor}
     */
    public InstanceLifecycle lifecycle() {
        return this.lifecycle;
    }

    /**
     * Returns the shared instance, making it at first use, or waiting for the thread that
     * makes it; where there are several machines, each makes its own. Not under a pin
     * that a native frame does not stand on, for that may wait.
     * @return the instance
     * @throws GuestCallException with code 9 if the factory itself calls the contract, or
     * another thread has not come back from it within 30 seconds
     */
    public GuestInstance instance() {
        if (this.machines != null) {
            List<GuestInstance> made = new ArrayList<>();
            this.machines.seats()
                .beforeOthers(() -> this.machines.machines().forEach((machine) -> made.add(machine.instance())));
            return made.get(0);
        }
        long deadline = System.nanoTime() + LONGEST_CREATION;
        while (true) {
            GuestInstance ready = instanceUnlessAwaited();
            if (ready != null) {
                return ready;
            }
            long left = deadline - System.nanoTime();
            if (left <= 0 || !this.first.await(left)) {
                throw this.first.notReturned(LONGEST_CREATION);
            }
        }
    }

    /**
     * Returns the shared instance, making it at first use: one thread claims the work and
     * holds no lock across guest code. Waits for nobody. What the factory throws reaches
     * those who wait for it as well, and the next call tries anew.
     * @return the instance, or {@code null} while another thread makes it: wait for it by
     * {@link Cell#awaitInstance} without a pin, and look again
     * @throws GuestCallException with code 9 if the factory itself calls the contract
     */
    public @Nullable GuestInstance instanceUnlessAwaited() {
        return this.first.get();
    }

    /**
     * Returns what compiled calls need.
     * @param side which side of a split they take it for, or {@code null} for none
     * @return it, or {@code null} while there is no instance, and for what a virtual
     * machine runs
     */
    @Nullable NativeCallee nativeCallee(Split.@Nullable Side side) {
        GuestInstance ready = this.first.present();
        return (ready != null && this.virtualMachine == null)
                ? new NativeCallee(this, this.checked.addresses(), ready, side) : null;
    }

    /**
     * {@return the functions that need no look at what they do to their thread}
     */
    public CheckedFunctions checked() {
        return this.checked;
    }

    /**
     * {@return what counts the calls of this contract of the bundle, or {@code null} if
     * nobody counts}
     */
    public @Nullable CallCounter calls() {
        return this.calls;
    }

    /** Has the counter be among those that are told, before the first call. */
    void countCalls() {
        if (this.calls != null) {
            this.calls.publish();
        }
    }

    FirstInstance first() {
        return this.first;
    }

    /**
     * {@return whether the shared instance exists and has data, so that there is
     * something to destroy}
     */
    boolean hasStatefulInstance() {
        if (this.machines != null) {
            return this.machines.machines().stream().anyMatch(GuestInterface::hasStatefulInstance);
        }
        GuestInstance ready = this.first.present();
        return ready != null && ready.data() != 0;
    }

    /**
     * Destroys the shared instance if there is one. Only when no call can be using it any
     * more.
     */
    public void destroyInstance() {
        if (this.machines != null) {
            this.machines.machines().forEach(GuestInterface::destroyInstance);
            return;
        }
        GuestInstance ready = this.first.take();
        if (ready != null) {
            this.lifecycle.destroy(this, ready);
        }
    }

    @Override
    public String toString() {
        return contractName() + " " + this.version + " of " + this.generation;
    }

    /**
     * Where the code of an implementation is.
     *
     * @param createFunction the address of {@code create_instance}
     * @param destroyFunction the address of {@code destroy_instance}
     * @param dispatch how its functions are reached
     */
    public record Code(long createFunction, long destroyFunction, Dispatch dispatch) {
    }

}
