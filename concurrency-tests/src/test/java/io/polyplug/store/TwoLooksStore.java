package io.polyplug.store;

import java.util.ArrayList;
import java.util.List;

/**
 * Twin: looks at the view once for the providers and again for their handles.
 */
public class TwoLooksStore extends RealStore {

    @Override
    public List<String> find(int contract) {
        List<String> found = new ArrayList<>();
        for (GuestInterface provider : store().providers(id(contract))) {
            store().handleOf(provider).ifPresent((handle) -> found.add(name(handle)));
        }
        return found;
    }

}
