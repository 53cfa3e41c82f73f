package io.polyplug;

import java.util.function.Predicate;

import io.polyplug.epoch.Reader;
import io.polyplug.epoch.Retired;
import io.polyplug.files.GenerationFiles;

/**
 * The kept files of a generation that nobody can roll back to any more. No reader holds
 * them; the reclaimer deletes them so that a reload need not wait for the file system.
 *
 * @param files the files
 */
record RetiredFiles(GenerationFiles files) implements Retired {

    @Override
    public Predicate<Reader> readers() {
        return (reader) -> false;
    }

    @Override
    public void reclaim() {
        this.files.release();
    }

}
