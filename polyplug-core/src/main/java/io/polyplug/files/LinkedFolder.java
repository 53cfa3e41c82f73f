package io.polyplug.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.Map;

import io.polyplug.files.FolderListing.Entry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A second folder with all that a private copy has, some files of which may be changed:
 * those are copies, the others are the same files under another name. The private copy
 * itself stays as it is, for it is what was verified and what a rollback copies again.
 *
 * @param directory the folder
 */
public record LinkedFolder(Path directory) {

    private static final Logger logger = LoggerFactory.getLogger("polyplug.files");

    private static final String SUFFIX = ".linked";

    /**
     * Makes the folder, beside the private copy.
     * @param copy the private copy
     * @param changed files of the private copy that are going to be changed
     * @return the folder; {@link #seal()} is still to be called
     * @throws IOException if it cannot be made; nothing is left then
     */
    public static LinkedFolder of(BundleCopy copy, Collection<Path> changed) throws IOException {
        Path source = copy.directory();
        LinkedFolder folder = new LinkedFolder(source.resolveSibling(source.getFileName() + SUFFIX));
        try {
            Files.createDirectory(folder.directory, Permissions.PRIVATE.asAttributes());
            for (Map.Entry<Path, Entry> entry : FolderListing.of(source).entries().entrySet()) {
                Path from = source.resolve(entry.getKey());
                folder.add(from, folder.directory.resolve(entry.getKey()), entry.getValue(), changed.contains(from));
            }
            return folder;
        }
        catch (IOException ex) {
            folder.delete();
            throw ex;
        }
    }

    private void add(Path from, Path to, Entry entry, boolean changed) throws IOException {
        if (entry instanceof Entry.Folder) {
            Files.createDirectory(to, Permissions.PRIVATE.asAttributes());
        }
        else if (entry instanceof Entry.Link link) {
            Files.createSymbolicLink(to, link.target());
        }
        else if (changed) {
            Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES);
            Permissions.PRIVATE_FILE.applyTo(to);
        }
        else {
            link(from, to);
        }
    }

    /** Some file systems have no second names. */
    private static void link(Path from, Path to) throws IOException {
        try {
            Files.createLink(to, from);
        }
        catch (UnsupportedOperationException | IOException ex) {
            Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES);
        }
    }

    /**
     * Gives a file a second name.
     * @param file a file in this folder
     * @param name a path in this folder
     * @throws IOException if there is such a file, or it cannot be made
     */
    public void alias(Path file, Path name) throws IOException {
        link(file, name);
    }

    /**
     * Takes away the permission to change anything.
     * @throws IOException if that cannot be done
     */
    public void seal() throws IOException {
        for (Map.Entry<Path, Entry> entry : FolderListing.of(this.directory).entries().entrySet()) {
            Path path = this.directory.resolve(entry.getKey());
            if (entry.getValue() instanceof Entry.Folder) {
                Permissions.SEALED.applyTo(path);
            }
            else if (entry.getValue() instanceof Entry.Plain) {
                Permissions.SEALED_FILE.applyTo(path);
            }
        }
        Permissions.SEALED.applyTo(this.directory);
    }

    /**
     * Removes the folder. What cannot be removed is logged and left to the work
     * directory.
     */
    public void delete() {
        try {
            FolderDeletion.delete(this.directory);
        }
        catch (IOException | RuntimeException ex) {
            logger.warn("The folder {} of a bundle's libraries was not removed", this.directory, ex);
        }
    }

}
