package io.polyplug.files;

import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Path;

import io.polyplug.zip.BundlePath;

/**
 * What a private copy is made of. Belongs to one thread.
 */
sealed interface CopySource extends AutoCloseable permits FolderSource, ArchiveSource {

    /**
     * Opens a bundle for copying and lists what is in it.
     * @param bundle the bundle's folder or archive, or a link to it
     * @param target where the copy is made
     * @param problems makes the refusals
     * @throws IOException if it cannot be read
     */
    static CopySource of(Path bundle, Path target, CopyProblems problems) throws IOException {
        return BundlePath.isArchive(bundle) ? ArchiveSource.of(bundle, problems)
                : FolderSource.of(bundle, target, problems);
    }

    /** Returns the bundle as its user knows it. */
    Path shownAs();

    /** Returns what there is to copy. */
    FolderListing listing();

    /** Opens a file, by its path in the listing. */
    ReadableByteChannel open(Path path) throws IOException;

    /**
     * Requires that the copy is what was there, all of it at one time.
     * @param copy the folder with the copies
     * @param copier compares files
     */
    void requireUnchanged(Path copy, FileCopier copier) throws IOException;

    @Override
    void close() throws IOException;

}
