package io.polyplug.epoch;

/**
 * Pins with a reader for the calls under test.
 *
 * @param pins the pins
 * @param calls who calls
 */
public record Ground(Pins<Boolean> pins, Reader calls) {

    /** How many home slots there are. */
    static final int HOMES = 2;

    private static final Ring<Ground> RING = new Ring<>(Ground::make);

    static Ground make() {
        Pins<Boolean> pins = new Pins<>(new Epoch(), new Pins.Homes(HOMES, null), 0, (memory) -> true);
        return new Ground(pins, pins.reader("calls"));
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
