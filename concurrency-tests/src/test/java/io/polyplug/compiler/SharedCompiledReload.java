package io.polyplug.compiler;

import io.polyplug.epoch.Pace;
import io.polyplug.store.NativeCallee;
import io.polyplug.store.SharedReload;

/**
 * A call as compiled proxies make it that goes to a candidate, and the end of its rollout
 * that meet.
 */
public class SharedCompiledReload extends SharedReload {

    private final HomeCall home;

    SharedCompiledReload(Homes homes) {
        super(homes.next());
        this.home = homes.call(this.shop);
    }

    @Override
    protected int call() {
        long slot = this.home.slot();
        Object callee = choose(slot);
        Pace.step();
        if (callee == null || !pin(slot, callee)) {
            return super.call();
        }
        Pace.step();
        int version = use(((NativeCallee) callee).guestInterface());
        this.home.unpin(slot);
        return version;
    }

    /** Every second one of the first calls is left to be timed by the interpreter. */
    private Object choose(long slot) {
        Object callee = this.home.peek(slot);
        return (callee != null) ? callee : this.home.peek(slot);
    }

    /** Pins the home slot. */
    boolean pin(long slot, Object callee) {
        return this.home.pin(slot, callee);
    }

    /** Pins whatever is called now. */
    final boolean pinUnseen(long slot) {
        Object current = choose(slot);
        return current != null && this.home.pin(slot, current);
    }

}
