package io.polyplug.store;

import java.util.List;

import io.polyplug.contract.GuestContractHandle;
import io.polyplug.contract.GuestContractId;
import io.polyplug.error.StaleHandleException;

/**
 * Twin: writers build the next view and publish it without the lock.
 */
public class UnlockedStore extends RealStore {

    private volatile ReadView view = ReadView.EMPTY;

    final ReadView view() {
        return this.view;
    }

    final void publish(ReadView.Draft draft) {
        this.view = draft.view();
    }

    /** Called after each change of a slot: returns where the next change goes. */
    ReadView.Draft changed(ReadView.Draft draft) {
        return draft;
    }

    @Override
    public String activate(int bundle, int version) {
        ReadView.Draft draft = this.view.draft();
        Generation next = generation(bundle, version);
        if (!draft.slotsOf(next).isEmpty()) {
            return REFUSED;
        }
        for (int slot : draft.slotsOf(generation(bundle, 1 - version))) {
            takeOver(draft, slot, next);
            draft = changed(draft);
        }
        for (GuestInterface provider : next.interfaces()) {
            if (!draft.providers(provider.contractId()).contains(provider)) {
                draft.add(provider);
                draft = changed(draft);
            }
        }
        publish(draft);
        return ACTIVATED;
    }

    private static void takeOver(ReadView.Draft draft, int slot, Generation next) {
        GuestContractId contract = draft.at(slot).contractId();
        next.interfaces()
            .stream()
            .filter((each) -> each.contractId().equals(contract))
            .findFirst()
            .ifPresentOrElse((provider) -> draft.replace(slot, provider), () -> draft.vacate(slot));
    }

    @Override
    public void withdraw(int bundle, int version) {
        ReadView.Draft draft = this.view.draft();
        for (int slot : draft.slotsOf(generation(bundle, version))) {
            draft.vacate(slot);
            draft = changed(draft);
        }
        publish(draft);
    }

    @Override
    public List<String> find(int contract) {
        return this.view.find(id(contract), 0).stream().map(RealStore::name).toList();
    }

    @Override
    public String resolve(int slot, int vacated) {
        try {
            return name(this.view.resolve(new GuestContractHandle(slot, vacated)));
        }
        catch (StaleHandleException ex) {
            return STALE;
        }
    }

}
