package io.polyplug.bundle;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

import io.polyplug.error.BundleLoadException;
import io.polyplug.error.Explanation;

/**
 * Finds the bundles in a folder. Thread-safe: it keeps nothing.
 */
public final class BundleScanner {

    private BundleScanner() {
    }

    /**
     * Returns the direct children of a folder that are bundles: folders, or links to
     * folders, with a {@code manifest.toml}. A child whose content cannot be seen counts
     * as one, so that reading it says why.
     * @param parent the folder to look into
     * @return the bundles' folders, sorted by name
     * @throws BundleLoadException if there is no such folder or it cannot be read
     */
    public static List<Path> bundlesIn(Path parent) {
        List<Path> bundles = new ArrayList<>();
        try (DirectoryStream<Path> children = Files.newDirectoryStream(parent, BundleScanner::isBundle)) {
            children.forEach(bundles::add);
        }
        catch (IOException ex) {
            throw notReadable(parent, ex);
        }
        catch (DirectoryIteratorException ex) {
            throw notReadable(parent, Objects.requireNonNull(ex.getCause()));
        }
        bundles.sort(Comparator.comparing((bundle) -> bundle.getFileName().toString()));
        return List.copyOf(bundles);
    }

    private static boolean isBundle(Path child) {
        return Files.isDirectory(child) && !Files.notExists(child.resolve(Manifest.FILE_NAME));
    }

    private static BundleLoadException notReadable(Path parent, IOException cause) {
        if (cause instanceof NoSuchFileException) {
            return refused(parent, "there is no such folder", "Create it or correct the path", cause);
        }
        if (cause instanceof NotDirectoryException) {
            return refused(parent, "it is not a directory but a file",
                    "Name the folder that holds the bundles' folders", cause);
        }
        if (cause instanceof AccessDeniedException) {
            return refused(parent, "permission denied", "Let the user that runs this process read it", cause);
        }
        return refused(parent, String.valueOf(cause.getMessage()), "Make the folder readable", cause);
    }

    private static BundleLoadException refused(Path parent, String reason, String cure, IOException cause) {
        return new BundleLoadException(nameOf(parent), new Explanation(
                "The bundles in " + parent + " were not loaded: " + reason, parent + ": " + reason, cure), cause);
    }

    private static String nameOf(Path folder) {
        Path name = folder.getFileName();
        return (name != null) ? name.toString() : folder.toString();
    }

}
