package io.polyplug.store;

import io.polyplug.contract.GuestContractHandle;
import io.polyplug.epoch.Meeting;
import io.polyplug.epoch.Pace;

/**
 * A reload, and somebody who reads what it publishes in the opposite order that meet.
 */
public class Publication extends Meeting {

    private static final int PATIENCE = 60;

    protected final Shop shop = Shop.next();

    private final Generation before = this.shop.present();

    private final Generation after = this.shop.next(this.before.number() + 1);

    protected final GuestInterface fresh = this.after.interfaces().get(0);

    protected final GuestContractHandle handle = this.shop.handle();

    private final long first = this.shop.revision().get();

    /** Waits a little for the revision to grow. */
    private int awaitRevision() {
        for (int i = 0; i < PATIENCE; i++) {
            if (this.shop.revision().getAcquire() != this.first) {
                return 2;
            }
            Thread.onSpinWait();
        }
        return 1;
    }

    /**
     * Reads the revision, as guests do.
     * @return 1 or 2
     */
    protected final int revision() {
        meetAsSecond();
        return awaitRevision();
    }

    /**
     * Waits a little for the cell to change, without a look at the revision.
     * @return 1 or 2
     */
    protected final int awaitCell() {
        meetAsSecond();
        for (int i = 0; i < PATIENCE * PATIENCE; i++) {
            if (cell() == 2) {
                return 2;
            }
        }
        return 1;
    }

    /**
     * Reads the cell, as calls do.
     * @return 1 or 2
     */
    protected final int cell() {
        return version(this.shop.cell().currentVolatile());
    }

    /**
     * Reads the view, as lookups do.
     * @return 1 or 2
     */
    protected int view() {
        return version(this.shop.store().resolve(this.handle));
    }

    /**
     * Tells the versions apart.
     * @param provider an implementation
     * @return 1 or 2
     */
    protected final int version(GuestInterface provider) {
        return (provider.owner() == this.before) ? 1 : 2;
    }

    /** Publishes the new generation. */
    public final void publishOnce() {
        meetAsFirst();
        Pace.step();
        publish();
    }

    /** View, cells, revision. */
    protected void publish() {
        this.shop.store().activate(this.after, this.before, false);
    }

    /** Publishes what a twin may have published in part only. */
    public final void cleanUp() {
        if (!this.shop.store().isPublished(this.after)) {
            this.shop.store().activate(this.after, this.before, false);
        }
    }

}
