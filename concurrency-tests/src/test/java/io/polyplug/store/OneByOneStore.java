package io.polyplug.store;

/**
 * Twin: changes a bundle's contracts one after the other, each with a view of its own.
 */
public class OneByOneStore extends UnlockedStore {

    @Override
    ReadView.Draft changed(ReadView.Draft draft) {
        publish(draft);
        return view().draft();
    }

}
