package io.polyplug.compiler;

import java.util.function.Function;
import java.util.function.Supplier;

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
    AS_THEY_ARE(Homes::foreign, ProcessBarrier::register),

    /** The same by the other backend. */
    BY_JNA(JnaBackend::new, ProcessBarrier::register),

    /** Where the system has no barrier, pins have a fence. */
    FENCED(Homes::foreign, (backend) -> null),

    /** The same by the other backend. */
    FENCED_BY_JNA(JnaBackend::new, (backend) -> null),

    /** For twins: no barrier and no fence. */
    UNORDERED(Homes::foreign, Homes::nothing),

    /** The same by the other backend. */
    UNORDERED_BY_JNA(JnaBackend::new, Homes::nothing);

    /** So many that a thread seldom finds its home taken by another one that lives. */
    private static final int COUNT = 16;

    private final Supplier<NativeBackend> maker;

    private final Function<NativeBackend, @Nullable Runnable> barrier;

    private @Nullable Stock stock;

    private @Nullable Stock machines;

    Homes(Supplier<NativeBackend> maker, Function<NativeBackend, @Nullable Runnable> barrier) {
        this.maker = maker;
        this.barrier = barrier;
    }

    private static NativeBackend foreign() {
        return new FfmBackendProvider().create();
    }

    private static Runnable nothing(NativeBackend backend) {
        return () -> {
        };
    }

    Shop next() {
        return Shop.next(stock().ring());
    }

    /** Returns a shop whose contract is run by a machine. */
    Shop nextWithMachine() {
        return Shop.next(machines().ring());
    }

    HomeCall call(Shop shop) {
        return HomeCall.of(new BoundContract(null, shop.cell(), shop.pins().homes(), null, null), stock().backend());
    }

    /** Made when it is needed: a JVM of jcstress has no room for the shops of all. */
    private synchronized Stock stock() {
        Stock present = this.stock;
        if (present == null) {
            present = make(false);
            this.stock = present;
        }
        return present;
    }

    private synchronized Stock machines() {
        Stock present = this.machines;
        if (present == null) {
            present = make(true);
            this.machines = present;
        }
        return present;
    }

    private Stock make(boolean machines) {
        NativeBackend backend = this.maker.get();
        Runnable passing = this.barrier.apply(backend);
        return new Stock(backend, new Ring<>(() -> new Shop(new HomeSlots.Plan(COUNT, passing), machines)));
    }

    /** What one of these has. */
    private record Stock(NativeBackend backend, Ring<Shop> ring) {
    }

}
