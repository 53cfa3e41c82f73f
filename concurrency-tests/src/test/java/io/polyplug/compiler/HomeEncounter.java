package io.polyplug.compiler;

import java.util.concurrent.atomic.AtomicInteger;

import io.polyplug.epoch.ColdWrites;
import io.polyplug.epoch.Library;
import io.polyplug.epoch.Meeting;
import io.polyplug.epoch.RetiredLibrary;
import io.polyplug.store.Shop;

/**
 * A pin of a compiled call and a scan that meet without a pause between their steps. The
 * call goes on until the scan is through.
 */
public class HomeEncounter extends Meeting {

    private static final int PATIENCE = 5000;

    private static final int UNKNOWN = -1;

    private final Shop shop;

    private final HomeCall home;

    private final Object callee;

    /** What the scan has found. */
    private final AtomicInteger found = new AtomicInteger(UNKNOWN);

    private final long next;

    private final RetiredLibrary retired = new RetiredLibrary(new Library(1), (reader) -> true);

    HomeEncounter(Homes homes) {
        this.shop = homes.next();
        this.home = homes.call(this.shop);
        this.callee = this.home.peek(this.home.slot());
        this.next = this.shop.cell().currentVolatile().generation() + 1;
    }

    /**
     * Pins.
     * @return 1 if what was there before is pinned, 2 if it had been replaced, 3 if the
     * scan came too late to tell
     */
    public final int pin() {
        long slot = this.home.slot();
        meetAsFirst();
        ColdWrites.some();
        if (!this.home.pin(slot, this.callee)) {
            return 2;
        }
        for (int i = 0; i < PATIENCE && this.found.get() == UNKNOWN; i++) {
            Thread.onSpinWait();
        }
        boolean scannedUnderThePin = this.found.get() != UNKNOWN;
        this.home.unpin(slot);
        return scannedUnderThePin ? 1 : 3;
    }

    /**
     * Publishes something else and looks.
     * @return 1 if there was a pin
     */
    public final int scan() {
        meetAsSecond();
        this.shop.publishToCalls(this.next);
        int pins = look() ? 1 : 0;
        this.found.set(pins);
        return pins;
    }

    /** Returns whether there is a pin. */
    boolean look() {
        return this.shop.reclaimer().scan();
    }

    /** Returns whether a whole round of the reclaimer has kept what was retired. */
    final boolean round() {
        this.shop.reclaimer().retire(this.retired);
        this.shop.reclaimer().round();
        return this.retired.unmapped() == 0;
    }

    /** Lets the reclaimer have done with what was retired. */
    public final void cleanUp() {
        this.shop.reclaimer().round();
    }

}
