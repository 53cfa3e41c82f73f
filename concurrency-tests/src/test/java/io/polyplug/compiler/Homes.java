package io.polyplug.compiler;

import io.polyplug.epoch.HomeSlots;
import io.polyplug.epoch.Ring;
import io.polyplug.ffi.NativeBackend;
import io.polyplug.ffm.FfmBackendProvider;
import io.polyplug.jna.JnaBackend;
import io.polyplug.proxy.BoundContract;
import io.polyplug.store.Shop;

import org.jspecify.annotations.Nullable;

/**
 * Shops with home slots for compiled calls, by how their memory is reached and their pins
 * are ordered.
 */
enum Homes {

    /** As the system has it: the reclaimer's barrier, where there is one. */
    AS_THEY_ARE(foreign(), ProcessBarrier.register(foreign())),

    /** The same by the other backend. */
    BY_JNA(new JnaBackend(), ProcessBarrier.register(new JnaBackend())),

    /** Where the system has no barrier, pins have a fence. */
    FENCED(foreign(), null),

    /** The same by the other backend. */
    FENCED_BY_JNA(new JnaBackend(), null),

    /** For twins: no barrier and no fence. */
    UNORDERED(foreign(), () -> {
    }),

    /** The same by the other backend. */
    UNORDERED_BY_JNA(new JnaBackend(), () -> {
    });

    /** So many that a thread seldom finds its home taken by another one that lives. */
    private static final int COUNT = 16;

    private final NativeBackend backend;

    private final Ring<Shop> ring;

    Homes(NativeBackend backend, @Nullable Runnable barrier) {
        this.backend = backend;
        this.ring = new Ring<>(() -> new Shop(new HomeSlots.Plan(COUNT, barrier)));
    }

    private static NativeBackend foreign() {
        return new FfmBackendProvider().create();
    }

    Shop next() {
        return Shop.next(this.ring);
    }

    HomeCall call(Shop shop) {
        return HomeCall.of(new BoundContract(null, shop.cell(), shop.pins().homes(), null, null), this.backend);
    }

}
