package io.polyplug.epoch;

import java.util.function.Consumer;

/**
 * A call that replaces and retires what it itself uses, and a round of reclamation that
 * meet. Nobody waits for anybody: the call is pinned before it retires.
 */
public class LateRetirement extends Meeting {

    protected final Pins<Boolean> pins;

    private final Reader calls;

    private final Library replaced = new Library(1);

    private final RetiredLibrary retired = new RetiredLibrary(this.replaced, (reader) -> true);

    protected LateRetirement() {
        Ground ground = Ground.next();
        this.pins = ground.pins();
        this.calls = ground.calls();
    }

    /**
     * Pins, retires what it uses, and uses it.
     * @param retirement what takes the retired library
     * @return the version that was used
     */
    protected final int call(Consumer<Retired> retirement) {
        meetAsFirst();
        Pace.step();
        PinSlot<Boolean> pin = this.pins.pin(this.calls);
        Pace.step();
        retirement.accept(this.retired);
        Pace.steps(4);
        int version = this.replaced.use();
        pin.unpinRelease();
        return version;
    }

}
