package io.polyplug.epoch;

/**
 * Two holders, one after the other, of one slot and of the memory behind its word.
 */
public class Handover extends Meeting {

    /** How often each actor wants the slot. */
    protected static final int TURNS = 4;

    private static final int PATIENCE = 2000;

    private static final long MINE = 1L << PinSlot.READER_BITS;

    private final PinSlot<Boolean> slot;

    /** Plain: the claim of the slot is what orders it. */
    private int behind;

    protected Handover() {
        Ground ground = Ground.next();
        this.slot = ground.slot();
        this.word = ground.word();
    }

    protected final SlotWord word;

    /**
     * Takes the slot a few times and counts behind it.
     * @return how often it was taken
     */
    protected final int takeTurns() {
        int taken = 0;
        for (int i = 0; i < PATIENCE && taken < TURNS; i++) {
            if (claim(MINE)) {
                int seen = this.behind;
                Pace.step();
                this.behind = seen + 1;
                end();
                taken++;
            }
            Thread.onSpinWait();
        }
        return taken;
    }

    /** Returns what was counted. */
    protected final int counted() {
        return this.behind;
    }

    /** Takes the slot if it is free. */
    protected boolean claim(long mine) {
        return this.slot.casPinned(mine);
    }

    /** Gives the slot back. */
    protected void end() {
        this.slot.unpinRelease();
    }

}
