package io.polyplug.store;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

import io.polyplug.epoch.Epoch;
import io.polyplug.epoch.HomeSlots;
import io.polyplug.epoch.Pace;
import io.polyplug.epoch.PinSlot;
import io.polyplug.epoch.Pins;
import io.polyplug.ledger.BundleLedger;
import io.polyplug.rollout.RolloutSettings;
import io.polyplug.trial.Trial;

/**
 * The store and its cell as they are, behind the operations; as in a runtime a lock lets
 * one operation on the bundle go after another, and calls do not take it. The twin
 * overrides one of them.
 */
public class RealShare extends ShareOperations {

    private final RuntimeStore<Boolean> store = new RuntimeStore<>(
            new Pins<>(new Epoch(), HomeSlots.Plan.NONE, 0, (memory) -> Boolean.TRUE), (revision) -> {
            });

    private final Cell<Boolean> cell = this.store.cell(Shop.requirement("contract"));

    private final List<Generation> versions = new ArrayList<>();

    private final ReentrantLock lifecycle = new ReentrantLock();

    private int serving;

    private Trial trial;

    /** Makes a store in which version 0 serves. */
    public RealShare() {
        BundleLedger ledger = new BundleLedger("bundle");
        for (int version = 0; version < VERSIONS; version++) {
            this.versions.add(Shop.generation(ledger, version, "contract"));
        }
        this.store.activate(this.versions.get(0), null, false);
    }

    @Override
    public final String share(int version) {
        this.lifecycle.lock();
        try {
            if (version == this.serving || this.trial != null) {
                return REFUSED;
            }
            this.trial = new Trial("bundle", RolloutSettings.canary(RolloutSettings.FULL_WEIGHT));
            this.store.split(this.versions.get(this.serving), this.versions.get(version), this.trial);
            return DONE;
        }
        finally {
            this.lifecycle.unlock();
        }
    }

    @Override
    public final void end() {
        this.lifecycle.lock();
        try {
            unsplit();
        }
        finally {
            this.lifecycle.unlock();
        }
    }

    /** Ends what is shared, if anything is. */
    final void unsplit() {
        if (this.trial != null) {
            this.store.unsplit(this.trial);
            this.trial = null;
        }
    }

    @Override
    public final String activate(int version) {
        this.lifecycle.lock();
        try {
            if (version == this.serving) {
                return REFUSED;
            }
            publish(this.versions.get(version), this.versions.get(this.serving));
            this.serving = version;
            unsplit();
            return DONE;
        }
        finally {
            this.lifecycle.unlock();
        }
    }

    /** Publishes, which ends what is shared in the same step. */
    void publish(Generation next, Generation previous) {
        this.store.activate(next, previous, false);
    }

    @Override
    public final int call() {
        Split split = this.cell.splitVolatile();
        Pace.step();
        PinSlot<Boolean> pin = this.cell.pin();
        try {
            return (int) this.cell.chosenVolatile((split != null) ? split.candidate() : null).generation();
        }
        finally {
            pin.unpinRelease();
        }
    }

}
