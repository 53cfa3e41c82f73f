package io.polyplug.ffm.proxy;

import io.polyplug.epoch.HomeSlots;
import io.polyplug.epoch.Ring;
import io.polyplug.proxy.BoundContract;
import io.polyplug.store.Shop;

import org.jspecify.annotations.Nullable;

/**
 * Shops with home slots for compiled calls, by how their pins are ordered.
 */
enum Homes {

    /** As the system has it: the reclaimer's barrier, where there is one. */
    AS_THEY_ARE(ProcessBarrier.register()),

    /** Where the system has no barrier, pins have a fence. */
    FENCED(null),

    /** For twins: no barrier and no fence. */
    UNORDERED(() -> {
    });

    /** So many that a thread seldom finds its home taken by another one that lives. */
    private static final int COUNT = 16;

    private final Ring<Shop> ring;

    Homes(@Nullable Runnable barrier) {
        this.ring = new Ring<>(() -> new Shop(new HomeSlots.Plan(COUNT, barrier)));
    }

    Shop next() {
        return Shop.next(this.ring);
    }

    static HomeCall of(Shop shop) {
        return HomeCall.of(new BoundContract(null, shop.cell(), shop.pins().homes(), null, null));
    }

}
