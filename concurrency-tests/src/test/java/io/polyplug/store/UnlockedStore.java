package io.polyplug.store;

import java.util.List;

import io.polyplug.contract.GuestContractHandle;
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

    @Override
    public String register(int bundle, int contract) {
        ReadView.Draft draft = this.view.draft();
        GuestInterface provider = bundle(bundle).interfaces().get(contract);
        if (draft.providers(id(contract)).contains(provider)) {
            return REFUSED;
        }
        GuestContractHandle handle = draft.add(provider);
        publish(draft);
        return name(handle);
    }

    @Override
    public void withdraw(int bundle) {
        ReadView.Draft draft = this.view.draft();
        draft.slotsOf(bundle(bundle)).forEach(draft::vacate);
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
