package io.polyplug.epoch;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Where two actors wait for each other, for a short while, so that their steps overlap.
 * Opaque accesses: whoever has met has learnt nothing of what the other did before.
 */
public class Meeting {

    private static final int PATIENCE = 200;

    private static final VarHandle FIRST = flag("first");

    private static final VarHandle SECOND = flag("second");

    private boolean first;

    private boolean second;

    private static VarHandle flag(String name) {
        try {
            return MethodHandles.lookup().findVarHandle(Meeting.class, name, boolean.class);
        }
        catch (ReflectiveOperationException ex) {
            throw new ExceptionInInitializerError(ex);
        }
    }

    /** The first actor is here. */
    protected final void meetAsFirst() {
        FIRST.setOpaque(this, true);
        await(SECOND);
    }

    /** The second actor is here. */
    protected final void meetAsSecond() {
        SECOND.setOpaque(this, true);
        await(FIRST);
    }

    private void await(VarHandle other) {
        for (int i = 0; i < PATIENCE && !(boolean) other.getOpaque(this); i++) {
            Thread.onSpinWait();
        }
    }

}
