package io.polyplug.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

import io.polyplug.contract.GuestContractHandle;
import io.polyplug.contract.GuestContractId;
import io.polyplug.error.StaleHandleException;

/**
 * Everything that is published at one instant. Immutable.
 */
final class ReadView {

    static final ReadView EMPTY = new ReadView(List.of(), Map.of());

    private final List<Slot> slots;

    /** Contract to slot indices, in the order of publication. */
    private final Map<GuestContractId, List<Integer>> index;

    private ReadView(List<Slot> slots, Map<GuestContractId, List<Integer>> index) {
        this.slots = slots;
        this.index = index;
    }

    List<GuestContractHandle> find(GuestContractId id, int minMajor) {
        List<GuestContractHandle> found = new ArrayList<>();
        for (int slot : this.index.getOrDefault(id, List.of())) {
            GuestInterface provider = provider(slot);
            if (Integer.compareUnsigned(provider.version().major(), minMajor) >= 0) {
                found.add(new GuestContractHandle(slot, this.slots.get(slot).vacancies()));
            }
        }
        return found;
    }

    List<GuestInterface> providers(GuestContractId id) {
        return providers(id, this.slots, this.index);
    }

    private static List<GuestInterface> providers(GuestContractId id, List<Slot> slots,
            Map<GuestContractId, List<Integer>> index) {
        return index.getOrDefault(id, List.of()).stream().map((slot) -> provider(slot, slots)).toList();
    }

    private GuestInterface provider(int slot) {
        return provider(slot, this.slots);
    }

    private static GuestInterface provider(int slot, List<Slot> slots) {
        GuestInterface provider = slots.get(slot).provider();
        if (provider == null) {
            throw new IllegalStateException("Slot " + slot + " is indexed and vacant");
        }
        return provider;
    }

    @Nullable GuestContractHandle handleOf(GuestInterface provider) {
        for (int slot : this.index.getOrDefault(provider.contractId(), List.of())) {
            if (this.slots.get(slot).provider() == provider) {
                return new GuestContractHandle(slot, this.slots.get(slot).vacancies());
            }
        }
        return null;
    }

    /** The order of the checks is a promise (docs/behaviour.md 10.4). */
    GuestInterface resolve(GuestContractHandle handle) {
        int slot = handle.index();
        if (slot < 0 || slot >= this.slots.size()) {
            throw new StaleHandleException(handle,
                    "Handle " + handle + " is an invalid plugin handle: there is no slot "
                            + Integer.toUnsignedString(slot) + ". Find the contract again");
        }
        Slot found = this.slots.get(slot);
        if (found.vacancies() != handle.generation()) {
            throw new StaleHandleException(handle, "Handle " + handle + " is a stale plugin handle: what slot " + slot
                    + " held when it was made has been unloaded or dropped. Find the contract again");
        }
        GuestInterface provider = found.provider();
        if (provider == null) {
            throw new StaleHandleException(handle, "Handle " + handle + " is an invalid plugin handle: slot " + slot
                    + " is vacant. Find the contract again");
        }
        return provider;
    }

    Draft draft() {
        return new Draft(this);
    }

    /**
     * A slot of the store.
     *
     * @param vacancies how often it was vacated; handles call that their generation
     * @param provider what it holds, or {@code null} while vacant
     */
    private record Slot(int vacancies, @Nullable GuestInterface provider) {
    }

    /**
     * The next view while a writer builds it. Not thread-safe; the store's lock guards
     * it.
     */
    static final class Draft {

        private final List<Slot> slots;

        private final Set<GuestContractId> changed = new HashSet<>();

        /** The base's own until something changes. */
        private Map<GuestContractId, List<Integer>> index;

        private boolean copied;

        private Draft(ReadView base) {
            this.slots = new ArrayList<>(base.slots);
            this.index = base.index;
        }

        private void changeIndex(GuestContractId id, List<Integer> order) {
            if (!this.copied) {
                this.index = new HashMap<>(this.index);
                this.copied = true;
            }
            if (order.isEmpty()) {
                this.index.remove(id);
            }
            else {
                this.index.put(id, List.copyOf(order));
            }
            this.changed.add(id);
        }

        /** Returns whether other implementations of a contract serve than before. */
        boolean hasChanged(GuestContractId id) {
            return this.changed.contains(id);
        }

        void add(GuestInterface provider) {
            int slot = 0;
            while (slot < this.slots.size() && this.slots.get(slot).provider() != null) {
                slot++;
            }
            if (slot == this.slots.size()) {
                this.slots.add(new Slot(0, provider));
            }
            else {
                this.slots.set(slot, new Slot(this.slots.get(slot).vacancies(), provider));
            }
            List<Integer> order = new ArrayList<>(this.index.getOrDefault(provider.contractId(), List.of()));
            order.add(slot);
            changeIndex(provider.contractId(), order);
        }

        /**
         * Puts another implementation into a slot; handles and the order of providers
         * stay.
         */
        void replace(int slot, GuestInterface provider) {
            this.slots.set(slot, new Slot(this.slots.get(slot).vacancies(), provider));
            this.changed.add(provider.contractId());
        }

        void vacate(int slot) {
            Slot present = this.slots.get(slot);
            GuestInterface provider = Objects.requireNonNull(present.provider());
            List<Integer> order = new ArrayList<>(this.index.getOrDefault(provider.contractId(), List.of()));
            order.remove(Integer.valueOf(slot));
            changeIndex(provider.contractId(), order);
            this.slots.set(slot, new Slot(present.vacancies() + 1, null));
        }

        List<GuestInterface> providers(GuestContractId id) {
            return ReadView.providers(id, this.slots, this.index);
        }

        /** Returns the slots of a generation, in the order of their indices. */
        List<Integer> slotsOf(Generation generation) {
            Set<Integer> found = new TreeSet<>();
            for (GuestInterface provider : generation.interfaces()) {
                for (Integer slot : this.index.getOrDefault(provider.contractId(), List.of())) {
                    if (at(slot).owner() == generation) {
                        found.add(slot);
                    }
                }
            }
            return List.copyOf(found);
        }

        GuestInterface at(int slot) {
            return Objects.requireNonNull(this.slots.get(slot).provider());
        }

        ReadView view() {
            this.copied = false;
            return new ReadView(List.copyOf(this.slots), this.index);
        }

    }

}
