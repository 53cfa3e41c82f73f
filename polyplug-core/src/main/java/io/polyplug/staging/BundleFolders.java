package io.polyplug.staging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import io.polyplug.Compatibility;
import io.polyplug.FoundBundle;
import io.polyplug.bundle.BundleScanner;
import io.polyplug.bundle.Manifest;
import io.polyplug.error.PolyplugException;
import io.polyplug.zip.BundlePath;

/**
 * Looks for bundles in folders and reads their manifests, each again only when its file
 * has changed, or could not be read. Opens and copies nothing. Thread-safe.
 */
public final class BundleFolders {

    /** Beyond that many the manifests are forgotten, and read again. */
    private static final int MOST = 10_000;

    private final Compatibility compatibility;

    private final Map<Path, Read> manifests = new ConcurrentHashMap<>();

    /**
     * Creates it, without having read anything.
     * @param compatibility how strict manifests are read
     */
    public BundleFolders(Compatibility compatibility) {
        this.compatibility = compatibility;
    }

    /**
     * Looks for bundles.
     * @param folders folders with a manifest, archives, and folders of these
     * @return the bundles, and the folders that cannot be read
     */
    public List<FoundBundle> find(Collection<Path> folders) {
        if (this.manifests.size() > MOST) {
            this.manifests.clear();
        }
        Map<Path, FoundBundle> found = new LinkedHashMap<>();
        for (Path folder : folders) {
            Path absolute = folder.toAbsolutePath().normalize();
            try {
                bundlesAt(absolute).forEach((directory) -> found.computeIfAbsent(directory, this::read));
            }
            catch (PolyplugException ex) {
                found.putIfAbsent(absolute,
                        new FoundBundle(absolute, Optional.empty(), Optional.empty(), Optional.of(ex)));
            }
        }
        return new ArrayList<>(found.values());
    }

    private static List<Path> bundlesAt(Path folder) {
        return BundleScanner.isBundle(folder) ? List.of(folder) : BundleScanner.bundlesInSilence(folder);
    }

    private FoundBundle read(Path directory) {
        Path file = Manifest.fileOf(directory);
        Stamp stamp = Stamp.of(file);
        Read present = this.manifests.get(directory);
        if (present != null && stamp != null && stamp.equals(present.stamp())) {
            return present.bundle();
        }
        FoundBundle bundle = readAnew(directory, file);
        if (stamp != null && bundle.refusal().isEmpty()) {
            this.manifests.put(directory, new Read(stamp, bundle));
        }
        return bundle;
    }

    private FoundBundle readAnew(Path directory, Path file) {
        try {
            Manifest manifest = Manifest.read(file, BundlePath.in(directory, Manifest.FILE_NAME), this.compatibility,
                    (name) -> {
                    });
            return new FoundBundle(directory, Optional.of(manifest.name()), Optional.of(manifest.version()),
                    Optional.empty());
        }
        catch (PolyplugException ex) {
            return new FoundBundle(directory, Manifest.nameIn(file), Optional.empty(), Optional.of(ex));
        }
    }

    /** A manifest as it was read last. */
    private record Read(Stamp stamp, FoundBundle bundle) {
    }

    /** What changes when a file is written, replaced or linked to something else. */
    private record Stamp(FileTime modified, long size, @Nullable Object key) {

        static @Nullable Stamp of(Path file) {
            try {
                BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
                return new Stamp(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
            }
            catch (IOException ex) {
                return null;
            }
        }

    }

}
