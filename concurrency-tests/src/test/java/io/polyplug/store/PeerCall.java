package io.polyplug.store;

import java.util.function.Predicate;

import io.polyplug.contract.GuestContractHandle;
import io.polyplug.epoch.Library;
import io.polyplug.epoch.Meeting;
import io.polyplug.epoch.Pace;
import io.polyplug.epoch.PinSlot;
import io.polyplug.epoch.Reader;
import io.polyplug.epoch.RetiredLibrary;
import io.polyplug.error.StaleHandleException;
import io.polyplug.ledger.BundleLedger;
import io.polyplug.proxy.CallFrame;

/**
 * A guest that resolves a peer for the first time during a call, and the unloading of
 * that peer that meet. The call's cell was never bound to the peer.
 */
public class PeerCall extends Meeting {

    private static final int GONE = 2;

    private static final int ROUNDS = 3;

    /** A new one, for a cell never forgets who has reached for a peer. */
    private final Shop shop = new Shop();

    private final Cell<CallFrame> cell;

    private final BundleLedger caller = new BundleLedger("caller");

    private final Generation calling = Shop.generation(this.caller, 1, "calling");

    private final Generation peer = this.shop.present();

    private final GuestContractHandle handle = this.shop.handle();

    private final Library library = new Library(1);

    protected PeerCall() {
        RuntimeStore<CallFrame> store = this.shop.store();
        store.activate(this.calling, null, false);
        this.cell = store.cell(Shop.requirement("calling"));
    }

    /**
     * Calls the caller, which calls the peer.
     * @return the version of the peer that was used, {@link Library#UNMAPPED}, or 2 if it
     * was gone
     */
    public final int callPeer() {
        meetAsFirst();
        Pace.step();
        PinSlot<CallFrame> pin = this.cell.pin();
        try {
            Pace.step();
            resolve();
            Pace.steps(4);
            return this.library.use();
        }
        catch (StaleHandleException ex) {
            return GONE;
        }
        finally {
            pin.unpinRelease();
        }
    }

    /** The upcall: the mark comes before the view. */
    protected void resolve() {
        mark();
        Pace.step();
        readView();
    }

    /** Notes that the caller reaches for peers. */
    protected final void mark() {
        this.caller.markReachesPeersVolatile();
    }

    /** Resolves the peer. */
    protected final void readView() {
        this.shop.store().resolve(this.handle);
    }

    /**
     * Unloads the peer and runs a few rounds of reclamation.
     * @return how often its library was unmapped
     */
    public final int unloadOnce() {
        meetAsSecond();
        Pace.step();
        RuntimeStore<CallFrame> store = this.shop.store();
        Predicate<Reader> readers = (reader) -> store.mayHaveSeen(reader, this.peer.ledger());
        RetiredLibrary retired = new RetiredLibrary(this.library, readers);
        store.withdraw(this.peer);
        this.shop.reclaimer().retire(retired);
        for (int i = 0; i < ROUNDS && retired.unmapped() == 0; i++) {
            Pace.step();
            this.shop.reclaimer().round();
        }
        return retired.unmapped();
    }

}
