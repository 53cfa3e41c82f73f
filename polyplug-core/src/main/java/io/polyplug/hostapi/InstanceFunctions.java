package io.polyplug.hostapi;

import io.polyplug.boundary.CallStack;
import io.polyplug.store.Generation;
import io.polyplug.store.GuestInstance;
import io.polyplug.store.GuestInterface;
import io.polyplug.store.GuestUses;
import io.polyplug.store.InstanceLifecycle;

/**
 * {@code create_guest_instance} and {@code destroy_guest_instance} (docs/abi.md 7.20,
 * 7.21). Thread-safe.
 */
final class InstanceFunctions {

    private final HostServices host;

    private final InstanceLifecycle lifecycle;

    InstanceFunctions(HostServices host, InstanceLifecycle lifecycle) {
        this.host = host;
        this.lifecycle = lifecycle;
    }

    /** {@code void (this, interface, args, out_instance)}. */
    void create(CallStack stack, long self, long table, long args, long out) {
        this.host.markReachesPeers(stack, self);
        GuestInterface guestInterface = this.host.guestTables().at(table);
        this.host.guard()
            .writeInstance(out, (guestInterface != null) ? make(guestInterface, args) : GuestInstance.NOTHING);
    }

    /** Writes what {@code create} writes where there is no instance. */
    long writeNothing(long out) {
        this.host.guard().writeInstance(out, GuestInstance.NOTHING);
        return 0;
    }

    private GuestInstance make(GuestInterface guestInterface, long args) {
        try (GuestUses.Use use = guestInterface.owner().uses().begin(guestInterface.contractName())) {
            if (use == null) {
                return GuestInstance.NOTHING;
            }
            GuestInstance made = this.lifecycle.create(guestInterface, args);
            if (made.data() != 0) {
                guestInterface.owner().addGuestInstance(guestInterface, made);
            }
            return made;
        }
    }

    /**
     * {@code void (this, interface, instance)}. While a generation is being closed, only
     * what is still counted is destroyed, and only by the thread that closes it:
     * everything else is destroyed already, or about to be.
     */
    void destroy(CallStack stack, long self, long table, long data, long contractId) {
        GuestInterface guestInterface = this.host.guestTables().at(table);
        if (guestInterface == null) {
            return;
        }
        Generation owner = guestInterface.owner();
        GuestInstance instance = new GuestInstance(data, contractId);
        try (GuestUses.Use use = owner.uses().begin(guestInterface.contractName())) {
            boolean mayRun = use != null || owner.uses().isClosedByCurrentThread();
            if (mayRun && (owner.removeGuestInstance(guestInterface, instance) || use != null)) {
                this.lifecycle.destroy(guestInterface, instance);
            }
        }
    }

}
