package io.polyplug.store;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What a store answers to one thread, for Lincheck to compare with. Shares no code with
 * the store.
 */
public class SequentialStore extends StoreOperations {

    private final List<@Nullable String> holds = new ArrayList<>();

    private final List<Integer> vacated = new ArrayList<>();

    /** Slots by contract, in the order of registration. */
    private final List<List<Integer>> order = List.of(new ArrayList<>(), new ArrayList<>());

    @Override
    public String activate(int bundle, int version) {
        if (VERSIONS.get(version).stream().anyMatch((each) -> slotOf(bundle, version, each) >= 0)) {
            return REFUSED;
        }
        for (int contract = 0; contract < CONTRACTS; contract++) {
            int slot = slotOf(bundle, 1 - version, contract);
            if (slot >= 0 && VERSIONS.get(version).contains(contract)) {
                this.holds.set(slot, provider(bundle, version, contract));
            }
            else if (slot >= 0) {
                vacate(slot, contract);
            }
        }
        for (int contract : VERSIONS.get(version)) {
            if (slotOf(bundle, version, contract) < 0) {
                add(bundle, version, contract);
            }
        }
        return ACTIVATED;
    }

    @Override
    public void withdraw(int bundle, int version) {
        for (int contract : VERSIONS.get(version)) {
            int slot = slotOf(bundle, version, contract);
            if (slot >= 0) {
                vacate(slot, contract);
            }
        }
    }

    private int slotOf(int bundle, int version, int contract) {
        return this.holds.indexOf(provider(bundle, version, contract));
    }

    private void add(int bundle, int version, int contract) {
        int slot = this.holds.indexOf(null);
        if (slot < 0) {
            slot = this.holds.size();
            this.holds.add(null);
            this.vacated.add(0);
        }
        this.holds.set(slot, provider(bundle, version, contract));
        this.order.get(contract).add(slot);
    }

    private void vacate(int slot, int contract) {
        this.holds.set(slot, null);
        this.vacated.set(slot, this.vacated.get(slot) + 1);
        this.order.get(contract).remove((Object) slot);
    }

    @Override
    public List<String> find(int contract) {
        return this.order.get(contract).stream().map((slot) -> handle(slot, this.vacated.get(slot))).toList();
    }

    @Override
    public String resolve(int slot, int vacated) {
        String provider = (slot < this.holds.size() && this.vacated.get(slot) == vacated) ? this.holds.get(slot) : null;
        return (provider != null) ? provider : STALE;
    }

}
