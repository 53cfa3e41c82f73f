package io.polyplug.compiler;

import io.polyplug.epoch.Pace;
import io.polyplug.store.NativeCallee;
import io.polyplug.store.StoreReload;

/**
 * A call of a machine as compiled proxies make it, and a reload that meet. Only the
 * downcall itself is missing.
 */
public class MachineReload extends StoreReload {

    private final HomeCall home;

    MachineReload(Homes homes) {
        super(homes.nextWithMachine());
        this.home = homes.call(this.shop);
    }

    @Override
    protected int call() {
        long slot = this.home.slot();
        Object callee = this.home.enter(0);
        Pace.step();
        if (callee == null || !pin(slot, callee)) {
            return super.call();
        }
        Pace.step();
        int version = use(((NativeCallee) callee).guestInterface());
        this.home.leave(slot, callee);
        return version;
    }

    /** Pins the home slot. */
    boolean pin(long slot, Object callee) {
        return this.home.pinMachine(slot, callee);
    }

    /** Pins whatever is current. */
    final boolean pinUnseen(long slot, Object callee) {
        boolean pinned = this.home.writeWord(slot);
        if (!pinned) {
            ((NativeCallee) callee).leave();
        }
        return pinned;
    }

}
