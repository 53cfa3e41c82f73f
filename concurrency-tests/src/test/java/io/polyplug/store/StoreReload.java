package io.polyplug.store;

import java.util.function.Predicate;

import io.polyplug.epoch.Library;
import io.polyplug.epoch.Meeting;
import io.polyplug.epoch.Pace;
import io.polyplug.epoch.PinSlot;
import io.polyplug.epoch.Reader;
import io.polyplug.epoch.RetiredLibrary;
import io.polyplug.proxy.CallFrame;

/**
 * A call through a cell and a reload of what it calls that meet: everything from the
 * store to the reclaimer is the real thing.
 */
public class StoreReload extends Meeting {

    private static final int CALLS = 12;

    private static final int ROUNDS = 3;

    protected final Shop shop;

    private final Generation before;

    private final Generation after;

    private final Library old = new Library(1);

    private final Library fresh = new Library(2);

    protected StoreReload() {
        this(Shop.next());
    }

    protected StoreReload(Shop shop) {
        this.shop = shop;
        this.before = shop.present();
        this.after = shop.next(this.before.number() + 1);
    }

    /**
     * Calls until the new version was seen, a few times at most.
     * @return the last version that was used, or {@link Library#UNMAPPED}
     */
    public final int callRepeatedly() {
        meetAsFirst();
        int version = 1;
        for (int i = 0; i < CALLS && version == 1; i++) {
            version = call();
        }
        return version;
    }

    /**
     * One call.
     * @return the version that was used
     */
    protected int call() {
        PinSlot<CallFrame> pin = this.shop.cell().pin();
        Pace.step();
        GuestInterface provider = this.shop.cell().currentVolatile();
        Pace.step();
        int version = use(provider);
        pin.unpinRelease();
        return version;
    }

    /**
     * Uses an implementation.
     * @param provider the implementation
     * @return its version, or {@link Library#UNMAPPED}
     */
    protected final int use(GuestInterface provider) {
        return ((provider.owner() == replaced()) ? this.old : this.fresh).use();
    }

    /**
     * Reloads and runs a few rounds of reclamation.
     * @return how often the old library was unmapped
     */
    public final int reloadOnce() {
        meetAsSecond();
        Pace.step();
        RetiredLibrary retired = new RetiredLibrary(this.old, readers());
        publish();
        Pace.step();
        this.shop.reclaimer().retire(retired);
        for (int i = 0; i < ROUNDS && retired.unmapped() == 0; i++) {
            Pace.step();
            this.shop.reclaimer().round();
        }
        return retired.unmapped();
    }

    /** Publishes what takes the place of {@link #replaced()}. */
    protected void publish() {
        this.shop.store().activate(this.after, this.before, false);
    }

    /**
     * Returns the generation that is used at first, and retired.
     * @return version 1
     */
    protected Generation replaced() {
        return this.before;
    }

    /**
     * Returns the generation that is published at first.
     * @return the one that the test before has left
     */
    protected final Generation before() {
        return this.before;
    }

    /**
     * Unmaps what no round has unmapped, when everything is over.
     */
    public final void cleanUp() {
        this.shop.reclaimer().round();
    }

    /**
     * Returns whose pins are waited for.
     * @return those that may have seen the bundle
     */
    protected Predicate<Reader> readers() {
        return (reader) -> this.shop.store().mayHaveSeen(reader, this.before.ledger());
    }

}
