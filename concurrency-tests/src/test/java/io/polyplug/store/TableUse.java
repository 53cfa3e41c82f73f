package io.polyplug.store;

import io.polyplug.epoch.Library;
import io.polyplug.epoch.Meeting;
import io.polyplug.epoch.Pace;

/**
 * Uses of a generation through tables that guests hold, and its closing that meet.
 */
public class TableUse extends Meeting {

    private static final int TURNS = 12;

    protected final GuestUses uses = new GuestUses();

    private final Library library = new Library(1);

    /**
     * Uses the library until it is closed, a few times at most.
     * @return 1 if it could be used all the time, 2 if it was closed, or
     * {@link Library#UNMAPPED}
     */
    public final int useRepeatedly() {
        meetAsFirst();
        for (int i = 0; i < TURNS; i++) {
            GuestUses.Use use = this.uses.begin("contract");
            if (use == null) {
                return 2;
            }
            Pace.step();
            int version = this.library.use();
            use.close();
            if (version != 1) {
                return version;
            }
        }
        return 1;
    }

    /**
     * Unmaps the library unless it is used.
     * @return how often it was unmapped
     */
    public final int closeOnce() {
        meetAsSecond();
        for (int i = 0; i < TURNS; i++) {
            Pace.step();
            if (tryClose()) {
                this.library.unmap();
                return 1;
            }
        }
        return 0;
    }

    /**
     * Begins to close.
     * @return whether no use can begin any more
     */
    protected boolean tryClose() {
        return this.uses.tryClose();
    }

}
