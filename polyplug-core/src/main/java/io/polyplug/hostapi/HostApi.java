package io.polyplug.hostapi;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.polyplug.boundary.CallStacks;
import io.polyplug.boundary.Callers;
import io.polyplug.boundary.InitWindow;
import io.polyplug.boundary.InitWindow.DeclaredDependency;
import io.polyplug.contract.Version;
import io.polyplug.error.BundleLoadException;
import io.polyplug.ffi.NativeBackend;
import io.polyplug.hostcontract.HostContracts;
import io.polyplug.hostcontract.JavaHostContracts;
import io.polyplug.hostcontract.OfferedInstances;
import io.polyplug.memory.GuestMemory;
import io.polyplug.memory.ReturnedViews;
import io.polyplug.process.ProcessMemory;
import io.polyplug.store.Generation;
import io.polyplug.store.GuestInterface;
import io.polyplug.store.InstanceLifecycle;
import io.polyplug.store.ProviderRefusal;
import io.polyplug.store.RuntimeStore;
import io.polyplug.store.Seats;
import io.polyplug.types.ContractDefinition;
import io.polyplug.upcall.JavaGuests;
import io.polyplug.upcall.LastError;
import io.polyplug.upcall.MachineGuests;
import io.polyplug.upcall.NativePeers;
import io.polyplug.upcall.StaticTexts;
import io.polyplug.upcall.UpcallGuard;

/**
 * The host side of one runtime: what bundles can call, with everything behind it.
 * Thread-safe.
 */
public final class HostApi {

    private final NativeBackend backend;

    private final CallStacks stacks;

    private final GuestMemory memory;

    private final ProcessMemory process;

    private final ReturnedViews returned;

    private final HostContracts hostContracts;

    private final GuestTables guestTables;

    private final RuntimeStore<?> store;

    private final JavaGuests javaGuests;

    private final MachineGuests machineGuests;

    private final StaticTexts texts;

    private final Callers callers;

    private final HostFunctions functions;

    private final HostTables tables;

    /**
     * Creates the host side; its 21 functions are made here, once.
     * @param backend how native code is reached
     * @param store the published contracts
     * @param stacks what each thread is doing
     * @param operations the runtime's life cycle
     * @param lifecycle runs factories and destructors of guests
     * @param revisionWord the address of the revision for guests
     */
    public HostApi(NativeBackend backend, RuntimeStore<?> store, CallStacks stacks, HostOperations operations,
            InstanceLifecycle lifecycle, long revisionWord) {
        this.backend = backend;
        this.stacks = stacks;
        this.callers = stacks.callers();
        this.memory = new GuestMemory(backend);
        this.process = ProcessMemory.open(backend);
        this.returned = new ReturnedViews(backend);
        LastError lastError = new LastError();
        UpcallGuard guard = new UpcallGuard(backend, stacks);
        this.hostContracts = new HostContracts(
                new JavaHostContracts(backend, guard, this.returned, this.memory, lastError),
                new OfferedInstances(backend, stacks));
        this.guestTables = new GuestTables(backend,
                new NativePeers(backend, guard, lifecycle, this.memory, this.process));
        this.store = store;
        this.javaGuests = new JavaGuests(backend, guard, this.memory, lifecycle);
        this.machineGuests = new MachineGuests(backend, guard, lifecycle);
        this.texts = new StaticTexts(backend, guard);
        HostServices services = new HostServices(backend, this.process, store, guard, this.callers, this.texts,
                this.memory, this.hostContracts, this.guestTables, lastError, operations, revisionWord);
        this.functions = new HostFunctions(services, lifecycle);
        this.tables = new HostTables(backend, this.functions.stubs());
    }

    /**
     * Returns the contracts that guests may call.
     * @return the host contracts
     */
    public HostContracts hostContracts() {
        return this.hostContracts;
    }

    /**
     * Returns the memory that guests allocate.
     * @return the memory
     */
    public GuestMemory memory() {
        return this.memory;
    }

    /**
     * Makes the host table for a generation to come.
     * @return the address of 184 bytes that stay where they are while the runtime lives
     */
    public long createTable() {
        return this.tables.create();
    }

    /**
     * Runs a bundle's {@code polyplug_init} in its init window on the calling thread.
     * @param generation the generation being staged; gets what is registered
     * @param previous the generation that it will replace, or {@code null}
     * @param dependencies what the manifest declares
     * @param init runs the function, or whatever registers the bundle's contracts
     * @return the window, closed, with the host contracts that were offered in it
     */
    public InitWindow initialize(Generation generation, @Nullable Generation previous,
            List<DeclaredDependency> dependencies, Consumer<InitWindow> init) {
        this.callers.assign(generation);
        this.returned.open(generation);
        return this.stacks.initialize(generation, previous, dependencies, init);
    }

    /**
     * Opens the code of a bundle, which may be native: the calling thread's
     * floating-point environment is as before afterwards.
     * @param <T> what it opens
     * @param open opens it
     * @return what it opened
     */
    public <T> T opening(Supplier<T> open) {
        List<T> opened = new ArrayList<>();
        this.stacks.floatingPoint().keepSilently(this.stacks.current(), () -> opened.add(open.get()));
        return opened.get(0);
    }

    /**
     * Registers a Java object as the implementation of a guest contract, for the bundle
     * that initialises on the calling thread.
     * @param window its init window
     * @param type the {@code @GuestContract} interface
     * @param implementation the object
     * @throws BundleLoadException if the bundle has registered the contract before, or
     * its id belongs to another name
     * @throws IllegalStateException outside of that window
     */
    public void provide(InitWindow window, Class<?> type, Object implementation) {
        if (this.stacks.current().window() != window) {
            throw new IllegalStateException(
                    "A bundle's contracts are provided while it is being loaded, on the thread" + " that loads it");
        }
        Generation generation = window.generation();
        ContractDefinition definition = ContractDefinition.ofGuest(type);
        GuestInterface provider = this.javaGuests.provide(generation, definition, type.cast(implementation));
        if (window.registered(provider.contractId()) != null) {
            throw new BundleLoadException(generation.bundleName(),
                    ProviderRefusal.duplicate(generation.bundleName(), definition.name()));
        }
        this.store.conflict(provider, window.previous()).ifPresent((conflict) -> {
            throw new BundleLoadException(generation.bundleName(), conflict);
        });
        generation.add(provider);
    }

    /**
     * Has a host table of somebody else answer as this runtime does: what is called
     * through it is called here, on behalf of a generation.
     * @param table the address of 184 writable bytes; what stands at 0 and 176 stays
     * @param generation the generation
     * @param seat the seat in the machine that shows the table
     */
    public void takeOver(long table, Generation generation, Seats.Seat seat) {
        this.tables.writeFunctions(table);
        seat.showsTable(table);
        this.callers.assign(table, generation, seat);
    }

    /**
     * Registers what several machines can do, for the bundle that initialises on the
     * calling thread.
     * @param window its init window
     * @param machines what each has registered: the same contracts in each
     * @param seats the seats in them
     * @param promises what the bundle says of a contract that the machines do not know
     */
    public void provide(InitWindow window, List<List<GuestInterface>> machines, Seats seats,
            Function<GuestInterface, Promise> promises) {
        for (GuestInterface first : machines.get(0)) {
            List<GuestInterface> alike = machines.stream()
                .flatMap(List::stream)
                .filter((each) -> each.contractId().equals(first.contractId()))
                .toList();
            Promise promise = promises.apply(first);
            window.register(this.machineGuests.provide(alike, seats, promise.version(), promise.functions()));
        }
    }

    /**
     * Returns the native functions by which guests reach machines, and machines the log.
     * @return the functions
     */
    public MachineGuests machineGuests() {
        return this.machineGuests;
    }

    /**
     * Logs what a bundle says, where its engine does not pass it through the host table.
     * @param bundleName the bundle
     * @param level 1 for an error to 5 for a trace
     * @param scope what of the bundle says it
     * @param message what it says
     */
    public void log(String bundleName, int level, String scope, String message) {
        this.functions.guestLog().log(bundleName, level, scope, message);
    }

    /**
     * Forgets a generation whose library is about to be closed: the host contracts that
     * it offers are closed, its tables become no-ops. Its library may still call the host
     * table while it closes.
     * @param generation the generation
     */
    public void forgetTables(Generation generation) {
        this.hostContracts.closeOffers(generation);
        this.guestTables.forget(generation);
        this.javaGuests.forget(generation);
        this.machineGuests.forget(generation);
    }

    /**
     * Destroys the instances of host contracts that a generation asked for and did not
     * give back, and those of peers if it is a script. After its code was closed, whether
     * it stays mapped or not.
     * @param generation the generation
     */
    public void forgetCaller(Generation generation) {
        generation.markGone();
        this.hostContracts.forget(generation);
        this.functions.forget(generation);
    }

    /**
     * Frees what was kept for a generation. Only after its library was closed, and once
     * more if it is unmapped later than that. Where the library stays mapped its threads
     * may still call; they stay known by its name.
     * @param generation the generation
     * @param unmapped whether no code of it is left
     */
    public void reclaim(Generation generation, boolean unmapped) {
        this.hostContracts.withdraw(generation);
        this.returned.reclaim(generation);
        if (unmapped || !generation.ledger().keepsReturnedMemory()) {
            this.memory.reclaim(generation);
        }
        if (unmapped) {
            this.callers.forget(generation);
        }
    }

    /**
     * What a bundle promises of a contract.
     *
     * @param version its version
     * @param functions how many functions it has, or 0 if that is not said
     */
    public record Promise(Version version, int functions) {
    }

    /**
     * Frees tables and functions. Only when no library is open any more.
     */
    public void close() {
        this.returned.close();
        this.hostContracts.free();
        this.guestTables.close();
        this.texts.close();
        this.tables.close();
        this.process.close();
        this.backend.close();
    }

}
