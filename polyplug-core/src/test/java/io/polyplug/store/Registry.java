package io.polyplug.store;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

import io.polyplug.contract.GuestContractHandle;
import io.polyplug.contract.GuestContractId;
import io.polyplug.contract.Version;
import io.polyplug.epoch.Epoch;
import io.polyplug.epoch.HomeSlots;
import io.polyplug.epoch.Pins;
import io.polyplug.error.StaleHandleException;
import io.polyplug.ledger.BundleLedger;

/**
 * A store without native code behind it: its providers have one function, at an address
 * that nobody calls, and a factory that makes nothing.
 */
final class Registry {

    static final GuestContractId CONTRACT = new GuestContractId(0xDEADBEEF00000001L);

    static final String CONTRACT_NAME = "swap.test.contract";

    static final Version V1 = new Version(1, 0, 0);

    static final Version V2 = new Version(2, 0, 0);

    static final InstanceLifecycle MAKES_NOTHING = new InstanceLifecycle() {

        @Override
        public GuestInstance create(GuestInterface guestInterface, long args) {
            return GuestInstance.NOTHING;
        }

        @Override
        public void destroy(GuestInterface guestInterface, GuestInstance instance) {
            throw new AssertionError("There is nothing to destroy");
        }

    };

    final Pins<Boolean> pins = new Pins<>(new Epoch(), HomeSlots.Plan.NONE, 0, (memory) -> true);

    /** What the revision listener was told. */
    final List<Long> revisions = Collections.synchronizedList(new ArrayList<>());

    final RuntimeStore<Boolean> store = new RuntimeStore<>(this.pins, this.revisions::add);

    static Generation generation(String bundle, long number) {
        return new Generation(new BundleLedger(bundle), V1, number, 0, Set.of(), CallRules.USUAL);
    }

    static Generation after(Generation previous) {
        return new Generation(previous.ledger(), V1, previous.number() + 1, 0, Set.of(), CallRules.USUAL);
    }

    /** Adds a provider to a generation that is not published yet. */
    static GuestInterface provider(Generation generation, GuestContractId id, String name, Version version) {
        GuestInterface provider = new GuestInterface(generation, id, name, version, new GuestInterface.Code(
                version.major(), 0, new Dispatch.NativeTable(new long[] { 0x1000L + version.major() })), MAKES_NOTHING);
        generation.add(provider);
        return provider;
    }

    static GuestInterface provider(String bundle, String contract) {
        return provider(generation(bundle, 1), GuestContractId.of(contract, 1), contract, V1);
    }

    static GuestInterface provider(Generation generation, String contract) {
        return provider(generation, GuestContractId.of(contract, 1), contract, V1);
    }

    static GuestInterface swapProvider(String bundle, Version version) {
        return provider(generation(bundle, 1), CONTRACT, CONTRACT_NAME, version);
    }

    /**
     * Publishes the generation of a provider, as a load does.
     * @return the handle of the provider
     */
    GuestContractHandle activate(GuestInterface provider) {
        this.store.activate(provider.owner(), null, false);
        return this.store.handleOf(provider).orElseThrow();
    }

    /**
     * Publishes the next generation of a bundle in the place of the present one, as a
     * reload does: it provides the same contract, in the given version.
     * @return its provider
     */
    GuestInterface replace(GuestInterface present, Version version) {
        GuestInterface next = provider(after(present.owner()), present.contractId(), present.contractName(), version);
        this.store.activate(next.owner(), present.owner(), false);
        return next;
    }

    /** Returns the message with which a handle is refused. */
    static String refusal(Supplier<?> resolution) {
        try {
            throw new AssertionError("Not refused: " + resolution.get());
        }
        catch (StaleHandleException ex) {
            return String.valueOf(ex.getMessage());
        }
    }

}
