package io.polyplug.store;

import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

import io.polyplug.contract.GuestContractHandle;
import io.polyplug.contract.GuestContractId;
import io.polyplug.contract.Version;
import io.polyplug.epoch.Epoch;
import io.polyplug.epoch.HandRun;
import io.polyplug.epoch.HomeSlots;
import io.polyplug.epoch.Pins;
import io.polyplug.epoch.Ring;
import io.polyplug.ledger.BundleLedger;
import io.polyplug.proxy.CallFrame;

/**
 * A real store without native code: one bundle, one contract, one cell, and the real
 * reclaimer with rounds by hand. Each test replaces the generation that the one before
 * has left.
 */
public final class Shop {

    private static final GuestContractId CONTRACT = GuestContractId.of("contract", 1);

    private static final Version V1 = new Version(1, 0, 0);

    private static final InstanceLifecycle MAKES_NOTHING = new InstanceLifecycle() {

        @Override
        public GuestInstance create(GuestInterface guestInterface, long args) {
            return GuestInstance.NOTHING;
        }

        @Override
        public void destroy(GuestInterface guestInterface, GuestInstance instance) {
            throw new AssertionError("There is nothing to destroy");
        }

    };

    /** So much that a slot's size is a power of two. */
    private static final int FRAME = 24;

    private static final Ring<Shop> RING = new Ring<>(Shop::new);

    private final Pins<CallFrame> pins;

    /** As guests read it. */
    private final AtomicLong revision = new AtomicLong();

    private final RuntimeStore<CallFrame> store;

    private final HandRun reclaimer;

    private final BundleLedger ledger = new BundleLedger("bundle");

    private final Cell<CallFrame> cell;

    /** Whether its contract is run by a machine, which one thread at a time is in. */
    private final boolean machines;

    private Generation present;

    Shop() {
        this(HomeSlots.Plan.NONE, false);
    }

    /**
     * Opens a shop.
     * @param homes the slots for compiled calls
     * @param machines whether a machine runs what it sells
     */
    public Shop(HomeSlots.Plan homes, boolean machines) {
        this.machines = machines;
        this.pins = new Pins<>(new Epoch(), homes, FRAME, (memory) -> null);
        this.store = new RuntimeStore<>(this.pins, this.revision::setRelease);
        this.reclaimer = new HandRun(this.pins);
        this.cell = this.store.cell(requirement("contract"));
        this.present = next(0);
        this.store.activate(this.present, null, false);
    }

    static Cell.Requirement requirement(String contract) {
        return new Cell.Requirement(contract, GuestContractId.of(contract, 1), V1, 1, null);
    }

    /**
     * Returns a shop that nobody is in.
     * @return the next one in turn
     */
    public static Shop next() {
        return next(RING);
    }

    /**
     * Returns a shop that nobody is in.
     * @param ring where from
     * @return the next one in turn
     */
    public static Shop next(Ring<Shop> ring) {
        Shop shop = ring.next();
        if (shop.pins.pinned() > 0) {
            throw new IllegalStateException("The test before has left a pin");
        }
        shop.present = shop.present();
        return shop;
    }

    /** Returns what is published; nobody else writes then. */
    Generation present() {
        return this.cell.currentVolatile().owner();
    }

    /**
     * Sets the cell, and nothing else.
     * @param number of which generation
     */
    public void publishToCalls(long number) {
        this.cell.setVolatile(next(number).interfaces().get(0));
    }

    /** Makes a generation to publish, with an instance of its contract. */
    Generation next(long number) {
        return this.machines ? machine(number) : generation(this.ledger, number, "contract");
    }

    private Generation machine(long number) {
        Generation made = new Generation(this.ledger, V1, number, 0, Set.of(), CallRules.USUAL);
        Seats seats = new Seats(this.ledger, 1, null);
        Dispatch.VirtualMachine code = new Dispatch.VirtualMachine(0x1000, 0, 1, seats.seat(0));
        GuestInterface machine = provider(made, code);
        GuestInterface provider = provider(made, new Dispatch.Machines(code, List.of(machine), seats));
        made.add(provider);
        provider.instance();
        for (int i = 0; i < CheckedFunctions.CALLS; i++) {
            machine.checked().passed(0);
        }
        return made;
    }

    private static GuestInterface provider(Generation generation, Dispatch dispatch) {
        return new GuestInterface(generation, CONTRACT, "contract", V1, new GuestInterface.Code(0, 0, dispatch),
                MAKES_NOTHING);
    }

    static Generation generation(BundleLedger ledger, long number, String contract) {
        Generation made = new Generation(ledger, V1, number, 0, Set.of(), CallRules.USUAL);
        GuestInterface provider = new GuestInterface(made, GuestContractId.of(contract, 1), contract, V1,
                new GuestInterface.Code(0, 0, new Dispatch.NativeTable(new long[] { 0x1000 })), MAKES_NOTHING);
        made.add(provider);
        provider.instance();
        return made;
    }

    /**
     * Returns the pins.
     * @return all of the runtime's
     */
    public Pins<CallFrame> pins() {
        return this.pins;
    }

    AtomicLong revision() {
        return this.revision;
    }

    RuntimeStore<CallFrame> store() {
        return this.store;
    }

    /**
     * Returns the reclaimer.
     * @return the real one, run by hand
     */
    public HandRun reclaimer() {
        return this.reclaimer;
    }

    /**
     * Returns the cell that is called through.
     * @return the cell
     */
    public Cell<CallFrame> cell() {
        return this.cell;
    }

    GuestContractHandle handle() {
        return this.store.find(CONTRACT, 0).orElseThrow();
    }

}
