package io.polyplug;

import java.util.Collection;

import io.polyplug.epoch.PinBlock;
import io.polyplug.epoch.Retired;
import io.polyplug.loader.LoadedGeneration;
import io.polyplug.store.Generation;
import io.polyplug.store.RuntimeStore;

/**
 * A generation that no longer serves and waits for its last call to end.
 *
 * @param loaded the generation with what it keeps open
 * @param store knows whose pins may protect it
 * @param reclamation told when it is gone
 */
record RetiredGeneration(LoadedGeneration loaded, RuntimeStore<?> store, Reclamation reclamation) implements Retired {

    Generation generation() {
        return this.loaded.generation();
    }

    boolean isOf(String bundleName) {
        return generation().bundleName().equals(bundleName);
    }

    @Override
    public Collection<PinBlock<?>> readers() {
        return this.store.readersOf(generation().ledger());
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
    public boolean tryClose() {
        return generation().tryClose();
    }

    @Override
    public void reclaim() {
        try {
            this.loaded.close();
        }
        finally {
            this.reclamation.reclaimed(generation());
        }
    }

    @Override
    public String toString() {
        return generation().toString();
    }

    /** Told on the reclaimer's thread, without any lock. */
    interface Reclamation {

        /**
         * A generation is gone.
         * @param generation the generation
         */
        void reclaimed(Generation generation);

    }

}
