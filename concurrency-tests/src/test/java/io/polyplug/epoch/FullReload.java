package io.polyplug.epoch;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * A call and a reload that meet while other pins take all slots that there are: the call
 * makes them grow.
 */
public class FullReload extends Reload {

    /** As many as there are at first. */
    private static final int TAKEN = 8;

    private static final VarHandle SLOTS = slots();

    private static final Ring<Ground> FULL = new Ring<>(FullReload::full);

    protected FullReload() {
        super(FULL.next());
        SLOTS.setVolatile(this.pins, Arrays.copyOf(presentSlots(), TAKEN));
    }

    private static Ground full() {
        Ground made = Ground.make();
        Reader others = made.pins().reader("others");
        for (int i = 0; i < TAKEN; i++) {
            made.pins().pin(others);
        }
        return made;
    }

    private static VarHandle slots() {
        try {
            return MethodHandles.privateLookupIn(Pins.class, MethodHandles.lookup())
                .findVarHandle(Pins.class, "slots", PinSlot[].class);
        }
        catch (ReflectiveOperationException ex) {
            throw new ExceptionInInitializerError(ex);
        }
    }

    @SuppressWarnings("unchecked")
    protected final PinSlot<Boolean>[] presentSlots() {
        return (PinSlot<Boolean>[]) SLOTS.getVolatile(this.pins);
    }

}
