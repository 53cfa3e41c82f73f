package io.polyplug.epoch;

import java.util.concurrent.atomic.AtomicLong;

/**
 * A guest that keeps a table of what was retired long ago beside a revision, and the
 * reclamation of it that meet: C1 to C3 against T1 to T3.
 */
public class LateReader extends Meeting {

    private static final int CALLS = 12;

    private static final int ROUNDS = 4;

    protected final Pins<Boolean> pins;

    protected final Reader calls;

    protected final Library kept = new Library(1);

    private final Library published = new Library(2);

    /** Guests read it (acquire); it grows by release. */
    protected final AtomicLong revision = new AtomicLong(1);

    protected final RetiredLibrary retired = new RetiredLibrary(this.kept, (reader) -> true) {

        @Override
        public boolean tellLateReaders() {
            Pace.step();
            LateReader.this.revision.setRelease(2);
            Pace.step();
            return true;
        }

    };

    private final HandRun reclaimer;

    protected LateReader() {
        Ground ground = Ground.next();
        this.pins = ground.pins();
        this.calls = ground.calls();
        this.reclaimer = new HandRun(this.pins);
    }

    /**
     * Calls until the guest has resolved anew.
     * @return the last version that was used, or {@link Library#UNMAPPED}
     */
    public final int callRepeatedly() {
        meetAsFirst();
        int version = 1;
        for (int i = 0; i < CALLS && version == 1; i++) {
            PinSlot<Boolean> pin = this.pins.pin(this.calls);
            Pace.step();
            boolean unchanged = this.revision.getAcquire() == 1;
            Pace.step();
            version = (unchanged ? this.kept : this.published).use();
            pin.unpinRelease();
        }
        return version;
    }

    /**
     * Retires and reclaims.
     * @return how often the library was unmapped
     */
    public final int reclaimOnce() {
        meetAsSecond();
        reclaim();
        return this.retired.unmapped();
    }

    /** T1 to T3, by the real reclaimer. */
    protected void reclaim() {
        this.reclaimer.retire(this.retired);
        for (int i = 0; i < ROUNDS && this.retired.unmapped() == 0; i++) {
            this.reclaimer.round();
        }
    }

}
