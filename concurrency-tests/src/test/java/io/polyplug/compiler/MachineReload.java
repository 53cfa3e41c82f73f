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
        Object callee = enter(slot);
        Pace.step();
        if (callee == null) {
            return super.call();
        }
        int version = use(((NativeCallee) callee).guestInterface());
        this.home.leave(slot, callee);
        return version;
    }

    /** Takes a seat, and pins the home slot. */
    Object enter(long slot) {
        return this.home.enter(slot, 0);
    }

    /** The same without a second look at what is current. */
    final Object enterUnseen(long slot) {
        NativeCallee callee = this.shop.cell().current().enterAtOnce(0);
        Pace.step();
        if (callee != null && !this.home.writeWord(slot)) {
            callee.leave();
            return null;
        }
        return callee;
    }

}
