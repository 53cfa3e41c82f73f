package io.polyplug.staging;

import java.util.List;
import java.util.function.Consumer;

import io.polyplug.boundary.HostContractOffer;
import io.polyplug.store.Generation;

/**
 * A generation that has initialised and could serve: ready to be published.
 *
 * @param open the generation, with what it keeps open
 * @param offers the host contracts that it offers
 */
public record StagedGeneration(OpenGeneration open, List<HostContractOffer> offers) {

    /**
     * Creates it with a copy of the list.
     */
    public StagedGeneration {
        offers = List.copyOf(offers);
    }

    /**
     * {@return the generation as the store and the calls see it}
     */
    public Generation generation() {
        return this.open.generation();
    }

    /**
     * Closes it, since it does not come to be published.
     * @param steps told, in words, what is done next
     */
    public void discard(Consumer<String> steps) {
        this.open.close(steps);
    }

}
