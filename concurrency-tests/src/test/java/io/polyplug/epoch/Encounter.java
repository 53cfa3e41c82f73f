package io.polyplug.epoch;

/**
 * A pin and a scan that meet without a pause between their steps: what processors and
 * compilers put into another order shows here. The pin begins behind writes that have to
 * reach memory before it does.
 */
public class Encounter extends Meeting {

    protected final Pins<Boolean> pins;

    private final PinSlot<Boolean> slot;

    protected final SlotWord place;

    private final long word;

    private volatile int current = 1;

    protected Encounter() {
        Ground ground = Ground.next();
        this.pins = ground.pins();
        this.slot = ground.slot();
        this.place = ground.word();
        this.word = PinSlot.word(this.pins.epoch().currentVolatile(), ground.calls());
    }

    /**
     * R2, R3.
     * @return what was current
     */
    protected final int pin() {
        meetAsFirst();
        ColdWrites.some();
        claim(this.word);
        return this.current;
    }

    /** R2. */
    protected void claim(long mine) {
        this.slot.casPinned(mine);
    }

    /**
     * W1 to W3.
     * @return 1 if there is a pin
     */
    protected final int scan() {
        meetAsSecond();
        this.current = 2;
        this.pins.epoch().advanceVolatile();
        return (this.slot.wordVolatile() != 0) ? 1 : 0;
    }

    /** Ends the pin. */
    protected final void end() {
        this.slot.unpinRelease();
    }

}
