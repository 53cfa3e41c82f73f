package io.polyplug.bundle;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.polyplug.error.BundleLoadException;
import io.polyplug.error.Explanation;
import io.polyplug.zip.BundlePath;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the bundles in one folder. Not thread-safe; used once.
 */
public final class BundleScanner {

    private static final Logger logger = LoggerFactory.getLogger("polyplug.locations");

    private final Path parent;

    private final boolean silent;

    /** By real path: a link beside the folder that it leads to is the same bundle. */
    private final Map<Path, Path> bundles = new LinkedHashMap<>();

    /** Told in any case. */
    private final List<String> remarks = new ArrayList<>();

    /** Told where nothing was found. */
    private final List<String> guesses = new ArrayList<>();

    private BundleScanner(Path parent, boolean silent) {
        this.parent = parent;
        this.silent = silent;
    }

    /**
     * Returns whether a path is that of a bundle, rather than of a folder of bundles.
     * @param path the path
     * @return whether it is a folder with a {@code manifest.toml}, or an archive
     */
    public static boolean isBundle(Path path) {
        return BundlePath.isArchive(path) || Files.exists(path.resolve(Manifest.FILE_NAME));
    }

    /**
     * Returns the direct children of a folder that are bundles: folders, or links to
     * folders, with a {@code manifest.toml}, and archives whose name does not begin with
     * a dot. A link to a bundle that is beside it takes its place. What cannot be looked
     * into, what looks like a bundle and is not one, and that nothing was found, is told
     * in one warning.
     * @param parent the folder to look into
     * @return the bundles' folders and archives, sorted by name
     * @throws BundleLoadException if there is no such folder or it cannot be read
     */
    public static List<Path> bundlesIn(Path parent) {
        return new BundleScanner(parent, false).scan();
    }

    /**
     * Returns the same and tells nothing, for those who ask again and again.
     * @param parent the folder to look into
     * @return the bundles' folders and archives, sorted by name
     * @throws BundleLoadException if there is no such folder or it cannot be read
     */
    public static List<Path> bundlesInSilence(Path parent) {
        return new BundleScanner(parent, true).scan();
    }

    private List<Path> scan() {
        List<Path> children = children();
        children.forEach(this::look);
        if (!this.silent) {
            tell(children);
        }
        return this.bundles.values().stream().sorted(byName()).toList();
    }

    private void tell(List<Path> children) {
        if (this.bundles.isEmpty()) {
            if (children.isEmpty()) {
                this.remarks.add("it is empty");
            }
            this.remarks.addAll(this.guesses);
            NearMiss.around(this.parent).ifPresent(this.remarks::add);
            logger.warn(
                    "No bundle was found in {}: {}. Each bundle is a folder in it with a {}, or an archive, a {} file",
                    this.parent, this.remarks.isEmpty() ? "none of what is in it is a folder with such a file"
                            : String.join("; ", this.remarks),
                    Manifest.FILE_NAME, BundlePath.EXTENSION);
        }
        else if (!this.remarks.isEmpty()) {
            logger.warn("Passed over in {}: {}", this.parent, String.join("; ", this.remarks));
        }
    }

    private List<Path> children() {
        List<Path> children = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(this.parent)) {
            stream.forEach(children::add);
        }
        catch (IOException ex) {
            throw notReadable(ex);
        }
        catch (DirectoryIteratorException ex) {
            throw notReadable(Objects.requireNonNull(ex.getCause()));
        }
        children.sort(byName());
        return children;
    }

    private static Comparator<Path> byName() {
        return Comparator.comparing((path) -> path.getFileName().toString());
    }

    private void look(Path child) {
        try {
            boolean folder = Files.readAttributes(child, BasicFileAttributes.class).isDirectory();
            boolean hidden = child.getFileName().toString().startsWith(".");
            if (folder ? hasManifest(child) : !hidden && BundlePath.isArchive(child)) {
                add(child);
            }
            else if (!hidden) {
                NearMiss miss = folder ? NearMiss.in(child) : NearMiss.of(child);
                miss.misspelt().ifPresent(this.remarks::add);
                miss.guess().ifPresent(this.guesses::add);
            }
        }
        catch (IOException ex) {
            cannotBeSeen(child, ex);
        }
        catch (UncheckedIOException ex) {
            cannotBeSeen(child, Objects.requireNonNull(ex.getCause()));
        }
    }

    private void cannotBeSeen(Path child, IOException cause) {
        this.remarks.add("'" + child.getFileName() + "' cannot be looked into: " + reason(child, cause));
    }

    /** A link that leads to nothing counts: it was meant, and reading it says why. */
    private static boolean hasManifest(Path child) throws IOException {
        try {
            Files.readAttributes(child.resolve(Manifest.FILE_NAME), BasicFileAttributes.class,
                    LinkOption.NOFOLLOW_LINKS);
            return true;
        }
        catch (NoSuchFileException ex) {
            return false;
        }
    }

    private void add(Path child) throws IOException {
        this.bundles.merge(child.toRealPath(), child,
                (present, other) -> Files.isSymbolicLink(present) ? present : other);
    }

    private static String reason(Path child, IOException cause) {
        if (cause instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (cause instanceof NoSuchFileException && Files.isSymbolicLink(child)) {
            return "it is a link that leads to nothing";
        }
        return (cause instanceof FileSystemException failure && failure.getReason() != null) ? failure.getReason()
                : cause.toString();
    }

    private BundleLoadException notReadable(IOException cause) {
        if (cause instanceof NoSuchFileException) {
            return refused("there is no such folder", "Create it or correct the path", cause);
        }
        if (cause instanceof NotDirectoryException) {
            return refused("it is not a directory but a file", "Name the folder that holds the bundles' folders",
                    cause);
        }
        if (cause instanceof AccessDeniedException) {
            return refused("permission denied", "Let the user that runs this process read it", cause);
        }
        return refused(String.valueOf(cause.getMessage()), "Make the folder readable", cause);
    }

    private BundleLoadException refused(String reason, String cure, IOException cause) {
        Path name = this.parent.getFileName();
        return new BundleLoadException((name != null) ? name.toString() : this.parent.toString(),
                new Explanation("The bundles in " + this.parent + " were not loaded: " + reason,
                        this.parent + ": " + reason, cure),
                cause);
    }

}
