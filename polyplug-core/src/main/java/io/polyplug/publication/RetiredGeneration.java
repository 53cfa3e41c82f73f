package io.polyplug.publication;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.polyplug.Holder;
import io.polyplug.epoch.Held;
import io.polyplug.epoch.Reader;
import io.polyplug.epoch.Retired;
import io.polyplug.operation.Reclamations;
import io.polyplug.operation.Step;
import io.polyplug.staging.OpenGeneration;
import io.polyplug.store.Generation;
import io.polyplug.store.RuntimeStore;

/**
 * A generation that no longer serves and waits for its last call to end.
 *
 * @param open the generation with what it keeps open
 * @param store knows whose pins may protect it
 * @param reclamations told what is being done to it
 * @param reclaimed told when it is gone, on a thread of the reclaimer and without any
 * lock
 * @param closing whether it goes because the runtime is being closed
 */
record RetiredGeneration(OpenGeneration open, RuntimeStore<?> store, Reclamations reclamations,
        Consumer<Generation> reclaimed, boolean closing) implements Retired {

    private static final Logger logger = LoggerFactory.getLogger("polyplug.runtime");

    Generation generation() {
        return this.open.generation();
    }

    boolean isOf(String bundleName) {
        return generation().bundleName().equals(bundleName);
    }

    @Override
    public Predicate<Reader> readers() {
        return (reader) -> this.store.mayHaveSeen(reader, generation().ledger());
    }

    /**
     * A guest that cached a table of this generation may have read the revision of the
     * next one after it had resolved this one, as callers that upstream generates do. A
     * further revision makes it resolve again.
     */
    @Override
    public boolean tellLateReaders() {
        if (!generation().isKnownToGuestsVolatile()) {
            return false;
        }
        this.store.renewRevision();
        return true;
    }

    @Override
    public Collection<Held> uses() {
        long now = System.nanoTime();
        return generation().uses()
            .present()
            .stream()
            .map((use) -> new Held(this, use.contract(), use.threadId(), Duration.ofNanos(now - use.since())))
            .toList();
    }

    @Override
    public void heldForLong(Duration age, List<Held> holders) {
        logger.warn("{} went {} ms ago and is still held: its library stays open and {} of its instances live. When"
                + " eight such generations wait, a reload of the bundle waits as well. It is held by {}. A thread dump"
                + " shows where these threads are", this, age.toMillis(), generation().liveInstances(),
                Holders.text(holders.stream().map(this::describe).toList()));
    }

    /** Describes who holds this generation. */
    Holder describe(Held held) {
        return new Holder(generation().bundleName(), generation().number(), held.label(),
                Holders.threadName(held.threadId()), held.age());
    }

    @Override
    public boolean tryClose() {
        return generation().uses().tryClose();
    }

    /**
     * Destructors may call what their bundle has looked up at others, and these must
     * still be there. Generations of one bundle go one after another.
     */
    @Override
    public boolean waitsFor(Retired releasing) {
        return releasing instanceof RetiredGeneration other
                && (isOf(other.generation().bundleName()) || other.generation().mayReachPeers());
    }

    @Override
    public void reclaim() {
        this.reclamations.begin(generation());
        try {
            this.open.close((step) -> this.reclamations.step(generation(), step));
            if (this.closing) {
                InstanceReport.whenClosed(generation(), this.open.leftInstances());
            }
        }
        finally {
            tell();
        }
    }

    private void tell() {
        try {
            this.reclamations.step(generation(), Step.LISTENERS);
            this.reclaimed.accept(generation());
        }
        finally {
            this.reclamations.end(generation());
        }
    }

    @Override
    public String toString() {
        return generation().toString();
    }

}
