package io.polyplug.epoch;

import java.util.Objects;

/**
 * Pins with a reader for the calls under test.
 *
 * @param pins the pins
 * @param calls who calls
 * @param slot one of its slots, where no other pin comes
 * @param word the word of that slot
 */
record Ground(Pins<Boolean> pins, Reader calls, PinSlot<Boolean> slot, SlotWord word) {

    /** How many home slots there are. */
    static final int HOMES = 2;

    private static final Ring<Ground> RING = new Ring<>(Ground::make);

    static Ground make() {
        Pins<Boolean> pins = new Pins<>(new Epoch(), new HomeSlots.Plan(HOMES, null), 0, (memory) -> true);
        pins.homes().adopt();
        long owner = Thread.currentThread().threadId();
        SlotWord word = new SlotWord(pins, (int) owner & (HOMES - 1));
        word.setVolatile(0);
        return new Ground(pins, pins.reader("calls"), Objects.requireNonNull(pins.homes().of(owner)), word);
    }

    /**
     * Returns pins of which none stands.
     * @return the next ones in turn
     */
    public static Ground next() {
        Ground next = RING.next();
        if (next.pins.pinned() > 0) {
            throw new IllegalStateException("The test before has left a pin");
        }
        return next;
    }

}
