package io.polyplug.epoch;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;

/**
 * A reader that is added and pins at once, and a scan that meet.
 */
public class NewReader extends Meeting {

    private static final VarHandle READERS = readers();

    private static final int UNKNOWN = -1;

    private final Ground ground = Ground.next();

    private final Pins<Boolean> pins = this.ground.pins();

    private final SlotWord place = this.ground.word();

    private final PinSlot<Boolean> slot = this.ground.slot();

    private static VarHandle readers() {
        try {
            return MethodHandles.privateLookupIn(Pins.class, MethodHandles.lookup())
                .findVarHandle(Pins.class, "readers", List.class);
        }
        catch (ReflectiveOperationException ex) {
            throw new ExceptionInInitializerError(ex);
        }
    }

    /** Adds a reader and takes its first pin. */
    public final void pinAnew() {
        meetAsFirst();
        Pace.step();
        Reader added = this.pins.reader("new");
        this.slot.casPinned(PinSlot.word(this.pins.epoch().currentVolatile(), added));
    }

    /**
     * Scans.
     * @return 1 if the pin was seen, 0 if not, -1 if its reader was not known
     */
    public final int scanOnce() {
        meetAsSecond();
        Pace.step();
        return scan();
    }

    /** The real scan: words, then readers. */
    protected int scan() {
        try {
            return this.pins.isHeld((reader) -> true, Long.MAX_VALUE) ? 1 : 0;
        }
        catch (IndexOutOfBoundsException ex) {
            return UNKNOWN;
        }
    }

    /** Readers, then the word. */
    protected final int scanReadersFirst() {
        List<?> known = (List<?>) READERS.getVolatile(this.pins);
        Pace.step();
        long word = this.place.getVolatile();
        if (word == 0) {
            return 0;
        }
        return (PinSlot.readerOf(word) < known.size()) ? 1 : UNKNOWN;
    }

    /** Ends the pin. */
    public final void end() {
        this.slot.unpinRelease();
    }

}
