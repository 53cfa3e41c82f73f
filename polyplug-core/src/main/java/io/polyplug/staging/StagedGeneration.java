package io.polyplug.staging;

import java.util.List;

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

}
