package io.polyplug.store;

import java.util.List;

/**
 * Twin: takes a bundle's contracts away one after the other, each with a view of its own.
 */
public class OneByOneStore extends UnlockedStore {

    @Override
    public void withdraw(int bundle) {
        List<Integer> slots = view().draft().slotsOf(bundle(bundle));
        for (int slot : slots) {
            ReadView.Draft draft = view().draft();
            draft.vacate(slot);
            publish(draft);
        }
    }

}
