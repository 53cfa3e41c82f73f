package io.polyplug.autoconfigure.watch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import io.polyplug.autoconfigure.watch.folder.FolderState;
import org.jspecify.annotations.Nullable;

/**
 * Folders of bundles that were there and in which no manifest is to be seen now. One is
 * gone when the folder around it tells so, and is still the one in which the bundle was
 * seen: one that cannot be read, or the empty place of a volume that is not mounted,
 * tells nothing. One that exists is not written to its end. Used by one thread, except
 * for the first look.
 */
final class MissingFolders {

    private final Duration quietPeriod;

    /** What told the folder around a bundle's folder from others, at the last sight. */
    private final Map<Path, Object> surroundings = new HashMap<>();

    /** Since when folders are not there, in nanoseconds. */
    private final Map<Path, Long> missing = new HashMap<>();

    /** Since when folders are there without a manifest, in nanoseconds. */
    private final Map<Path, Long> bare = new HashMap<>();

    /** Folders that cannot be told to be gone, for what was around them is another. */
    private final Set<Path> elsewhere = new TreeSet<>();

    MissingFolders(Duration quietPeriod) {
        this.quietPeriod = quietPeriod;
    }

    /** Keeps where bundles are; a volume may go in the middle of that. */
    void saw(Collection<Path> present) {
        for (Path folder : present) {
            Object around = identity(folder.getParent());
            if (around != null && FolderState.hasManifest(folder)) {
                this.surroundings.put(folder, around);
            }
        }
        this.missing.keySet().removeAll(present);
        this.bare.keySet().removeAll(present);
    }

    /**
     * Tells what is gone.
     * @param absent the folders that were there and in which no bundle was found now
     * @param now the time, in nanoseconds
     * @return those that have been gone for the quiet period
     */
    Set<Path> gone(Collection<Path> absent, long now) {
        Set<Path> gone = new HashSet<>();
        this.elsewhere.clear();
        for (Path folder : absent) {
            keep(this.bare, folder, lacksManifest(folder) && !isNowhere(folder), now);
            boolean lost = isNowhere(folder) && isDirectory(folder.getParent());
            boolean moved = lost && !isWhereItWas(folder);
            if (moved) {
                this.elsewhere.add(folder);
            }
            keep(this.missing, folder, lost && !moved, now);
            Long since = this.missing.get(folder);
            if (since != null && now - since >= this.quietPeriod.toNanos()) {
                gone.add(folder);
            }
        }
        return gone;
    }

    private static void keep(Map<Path, Long> times, Path folder, boolean holds, long now) {
        if (holds) {
            times.putIfAbsent(folder, now);
        }
        else {
            times.remove(folder);
        }
    }

    private static boolean isNowhere(Path folder) {
        return Files.notExists(folder, LinkOption.NOFOLLOW_LINKS);
    }

    private static boolean isDirectory(@Nullable Path folder) {
        return folder != null && Files.isReadable(folder) && Files.isDirectory(folder);
    }

    private boolean isWhereItWas(Path folder) {
        Object before = this.surroundings.get(folder);
        return before == null || before.equals(identity(folder.getParent()));
    }

    /** Systems that do not tell folders apart take all for the same. */
    private static @Nullable Object identity(@Nullable Path folder) {
        try {
            return (folder != null) ? Files.readAttributes(folder, BasicFileAttributes.class).fileKey() : null;
        }
        catch (IOException ex) {
            return null;
        }
    }

    /** Returns whether something is on its way to being gone. */
    boolean isOpen(long now) {
        return this.missing.values().stream().anyMatch((since) -> now - since < this.quietPeriod.toNanos());
    }

    void forget(Set<Path> folders) {
        this.surroundings.keySet().removeAll(folders);
        this.missing.keySet().removeAll(folders);
        this.bare.keySet().removeAll(folders);
    }

    /**
     * Returns why bundles go on serving whose folders do not hold them.
     * @param loaded the folders of the bundles that serve
     * @param now the time, in nanoseconds
     * @return the reason, or nothing
     */
    Optional<String> failure(Set<Path> loaded, long now) {
        Optional<String> moved = this.elsewhere.stream()
            .filter(loaded::contains)
            .map((folder) -> Objects.requireNonNull(folder.getParent()))
            .findFirst()
            .map((location) -> location + " is another folder than before, and lacks bundles that serve");
        return moved.or(() -> this.bare.entrySet()
            .stream()
            .filter((each) -> loaded.contains(each.getKey())
                    && now - each.getValue() >= FolderObservation.PATIENCE.toNanos())
            .map(Map.Entry::getKey)
            .sorted()
            .findFirst()
            .map((folder) -> "bundle folder " + folder + " has no manifest"));
    }

    /** Returns whether it is certain that a folder holds no manifest. */
    static boolean lacksManifest(Path folder) {
        return Files.notExists(FolderState.manifest(folder), LinkOption.NOFOLLOW_LINKS);
    }

}
