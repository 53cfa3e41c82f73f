package io.polyplug.boundary;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.polyplug.contract.GuestContractId;
import io.polyplug.error.Explanation;
import io.polyplug.store.Generation;
import io.polyplug.store.GuestInterface;
import io.polyplug.store.Seats;

/**
 * While a bundle's {@code polyplug_init} runs: what it registers, and what its manifest
 * lets it look up. Belongs to the thread that runs it.
 */
public final class InitWindow {

    private final Generation generation;

    private final @Nullable Generation previous;

    private final List<DeclaredDependency> dependencies;

    private final List<HostContractOffer> hostContracts = new ArrayList<>();

    private final @Nullable InitWindow outer;

    private @Nullable Explanation refusal;

    private Seats.@Nullable Seat seat;

    private final List<GuestInterface> ofMachine = new ArrayList<>();

    InitWindow(Generation generation, @Nullable Generation previous, List<DeclaredDependency> dependencies,
            @Nullable InitWindow outer) {
        this.generation = generation;
        this.previous = previous;
        this.dependencies = List.copyOf(dependencies);
        this.outer = outer;
    }

    /**
     * Returns who initialises.
     * @return the generation, being staged
     */
    public Generation generation() {
        return this.generation;
    }

    /**
     * Returns the generation that this one will replace.
     * @return the generation, or {@code null} if there is none
     */
    public @Nullable Generation previous() {
        return this.previous;
    }

    /**
     * Returns what the manifest declares.
     * @return the dependencies
     */
    public List<DeclaredDependency> dependencies() {
        return this.dependencies;
    }

    @Nullable InitWindow outer() {
        return this.outer;
    }

    /**
     * Has what is registered from now on, until {@link #endMachine()}, be what one of
     * several machines runs.
     * @param seat the seat in that machine
     */
    public void beginMachine(Seats.Seat seat) {
        this.seat = seat;
    }

    /**
     * {@return the seat in the machine that initialises, or {@code null} for native code}
     */
    public Seats.@Nullable Seat seat() {
        return this.seat;
    }

    /**
     * Ends what {@link #beginMachine} began.
     * @return what that machine has registered, in order
     */
    public List<GuestInterface> endMachine() {
        List<GuestInterface> registered = List.copyOf(this.ofMachine);
        this.ofMachine.clear();
        this.seat = null;
        return registered;
    }

    /**
     * Takes an implementation that was found good.
     * @param provider what the bundle registered
     */
    public void register(GuestInterface provider) {
        if (this.seat != null) {
            this.ofMachine.add(provider);
        }
        else {
            this.generation.add(provider);
        }
    }

    /**
     * Notes why the host refused a registration.
     * @param reason the reason and its cure
     */
    public void refused(Explanation reason) {
        this.refusal = reason;
    }

    /**
     * Returns why the host refused a registration: what a bundle means that fails with
     * the host's code and says no more.
     * @return the last reason and its cure, or {@code null} if nothing was refused
     */
    public @Nullable Explanation refusal() {
        return this.refusal;
    }

    /**
     * Notes a host contract that the bundle offers.
     * @param offer the contract
     */
    public void add(HostContractOffer offer) {
        this.hostContracts.add(offer);
    }

    /**
     * Returns the host contracts that the bundle offers.
     * @return the offers, in the order of registration
     */
    public List<HostContractOffer> hostContracts() {
        return this.hostContracts;
    }

    /**
     * Returns what the bundle has registered under a contract id.
     * @param id the contract
     * @return the implementation, or {@code null} if there is none yet
     */
    public @Nullable GuestInterface registered(GuestContractId id) {
        List<GuestInterface> registered = (this.seat != null) ? this.ofMachine : this.generation.interfaces();
        return registered.stream().filter((each) -> each.contractId().equals(id)).findFirst().orElse(null);
    }

    /**
     * A dependency as {@code get_dependencies} tells it (docs/abi.md 7.11).
     *
     * @param contractId the contract
     * @param minVersion the least major version
     * @param bundleId the one provider, 0 for any
     */
    public record DeclaredDependency(long contractId, int minVersion, long bundleId) {
    }

}
