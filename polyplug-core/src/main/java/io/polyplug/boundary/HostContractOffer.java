package io.polyplug.boundary;

import org.jspecify.annotations.Nullable;

import io.polyplug.contract.Version;
import io.polyplug.store.Generation;

/**
 * A host contract as its table describes it.
 *
 * @param id the contract's id
 * @param version the version offered
 * @param singleton whether there is one instance for all
 * @param address the table: 80 bytes, as registered
 * @param owner the generation that offers it, or {@code null} for the application
 */
public record HostContractOffer(long id, Version version, boolean singleton, long address, @Nullable Generation owner) {
}
