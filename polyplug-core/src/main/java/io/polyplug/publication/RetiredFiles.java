package io.polyplug.publication;

import java.util.function.Predicate;

import io.polyplug.epoch.Reader;
import io.polyplug.epoch.Retired;
import io.polyplug.staging.OpenGeneration;

/**
 * The kept files of a generation that nobody can roll back to any more. No reader holds
 * them; the reclaimer deletes them so that a reload need not wait for the file system.
 *
 * @param generation whose files they are
 * @param withdrawn whether the bundle is not loaded any more
 */
record RetiredFiles(OpenGeneration generation, boolean withdrawn) implements Retired {

    @Override
    public Predicate<Reader> readers() {
        return (reader) -> false;
    }

    @Override
    public void reclaim() {
        if (this.withdrawn) {
            this.generation.withdrawn();
        }
        else {
            this.generation.replaced();
        }
    }

}
