package io.polyplug.store;

import io.polyplug.epoch.Pace;

/**
 * Twin: changes a bundle's contracts one after the other, each with a view of its own.
 */
public class OneByOneStore extends UnlockedStore {

    @Override
    ReadView.Draft changed(ReadView.Draft draft) {
        publish(draft);
        Pace.steps(4);
        return view().draft();
    }

}
