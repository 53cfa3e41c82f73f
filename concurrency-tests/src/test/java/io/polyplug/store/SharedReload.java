package io.polyplug.store;

import io.polyplug.epoch.Pace;
import io.polyplug.epoch.PinSlot;
import io.polyplug.proxy.CallFrame;
import io.polyplug.rollout.RolloutSettings;
import io.polyplug.trial.Trial;

/**
 * A call that goes to a candidate and the end of its rollout that meet: version 1 is the
 * candidate, which gets all calls and is then retired, and version 2 what serves. The
 * call chooses before its pin, as the interpreter does.
 */
public class SharedReload extends StoreReload {

    private final Trial trial = new Trial("bundle", RolloutSettings.canary(RolloutSettings.FULL_WEIGHT));

    private final Generation candidate;

    protected SharedReload() {
        this(Shop.next());
    }

    protected SharedReload(Shop shop) {
        super(shop);
        Generation serving = shop.present();
        this.candidate = shop.next(serving.number() + 1);
        shop.store().split(serving, this.candidate, this.trial);
        shop.cell().publishCallee(serving.interfaces().get(0));
    }

    @Override
    protected Generation replaced() {
        return this.candidate;
    }

    @Override
    protected void publish() {
        this.shop.store().unsplit(this.trial);
    }

    @Override
    protected int call() {
        Split split = this.shop.cell().splitVolatile();
        Pace.step();
        PinSlot<CallFrame> pin = this.shop.cell().pin();
        Pace.step();
        GuestInterface provider = provider(split);
        Pace.step();
        int version = use(provider);
        pin.unpinRelease();
        return version;
    }

    /**
     * Returns whom to call, inside the pin.
     * @param split what was found before it, or {@code null}
     * @return the implementation
     */
    protected GuestInterface provider(Split split) {
        return this.shop.cell().chosenVolatile((split != null) ? split.candidate() : null);
    }

}
