package io.polyplug.hostapi;

import io.polyplug.boundary.CallStack;
import io.polyplug.store.Generation;
import io.polyplug.store.Generation.GuestOwned;
import io.polyplug.store.GuestInstance;
import io.polyplug.store.GuestInterface;
import io.polyplug.store.GuestUses;
import io.polyplug.store.InstanceLifecycle;
import org.jspecify.annotations.Nullable;

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
            .writeInstance(out,
                    (guestInterface != null) ? make(guestInterface, args, scriptOf(self)) : GuestInstance.NOTHING);
    }

    /** Writes what {@code create} writes where there is no instance. */
    long writeNothing(long out) {
        this.host.guard().writeInstance(out, GuestInstance.NOTHING);
        return 0;
    }

    /**
     * Destroys what a script has made and not given back: nobody else knows of it. After
     * its machines have ended.
     */
    void destroyThoseOf(Generation script) {
        for (Generation owner : this.host.guestTables().owners()) {
            owner.guestInstances().stream().filter((each) -> each.script() == script).forEach(this::destroy);
        }
    }

    private @Nullable Generation scriptOf(long self) {
        return (this.host.callers().seatOf(self) != null) ? this.host.callers().of(self) : null;
    }

    private GuestInstance make(GuestInterface guestInterface, long args, @Nullable Generation script) {
        try (GuestUses.Use use = guestInterface.owner().uses().begin(guestInterface.contractName())) {
            if (use == null) {
                return GuestInstance.NOTHING;
            }
            GuestInstance made = this.lifecycle.create(guestInterface, args);
            if (made.data() != 0) {
                guestInterface.owner().addGuestInstance(new GuestOwned(guestInterface, made, script));
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
        destroy(new GuestOwned(guestInterface, new GuestInstance(data, contractId), scriptOf(self)));
    }

    private void destroy(GuestOwned owned) {
        GuestInterface guestInterface = owned.guestInterface();
        Generation owner = guestInterface.owner();
        try (GuestUses.Use use = owner.uses().begin(guestInterface.contractName())) {
            boolean mayRun = use != null || owner.uses().isClosedByCurrentThread();
            if (mayRun && (owner.removeGuestInstance(owned) || use != null)) {
                this.lifecycle.destroy(guestInterface, owned.instance());
            }
        }
    }

}
