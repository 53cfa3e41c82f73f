package io.polyplug.compiler;

import io.polyplug.epoch.Pace;
import io.polyplug.store.NativeCallee;
import io.polyplug.store.StoreReload;

/**
 * A call as compiled proxies make it, in the home slot of its thread, and a reload that
 * meet. Only the downcall itself is missing. What cannot be called like this is called
 * the ordinary way, as by proxies.
 */
public class CompiledReload extends StoreReload {

    private final HomeCall home;

    CompiledReload(Homes homes) {
        super(homes.next());
        this.home = homes.call(this.shop);
    }

    @Override
    protected int call() {
        long slot = this.home.slot();
        Object callee = this.home.peek(slot);
        Pace.step();
        if (callee == null || !pin(slot, callee)) {
            return super.call();
        }
        Pace.step();
        int version = use(((NativeCallee) callee).guestInterface());
        this.home.unpin(slot);
        return version;
    }

    /** Pins the home slot. */
    boolean pin(long slot, Object callee) {
        return this.home.pin(slot, callee);
    }

    /** Pins whatever is current. */
    final boolean pinUnseen(long slot) {
        Object current = this.home.peek(slot);
        return current != null && this.home.pin(slot, current);
    }

}
