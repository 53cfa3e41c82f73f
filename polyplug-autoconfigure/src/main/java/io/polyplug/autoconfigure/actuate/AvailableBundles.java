package io.polyplug.autoconfigure.actuate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import io.polyplug.FoundBundle;
import io.polyplug.PolyplugRuntime;
import io.polyplug.archive.BundleArchive;
import io.polyplug.autoconfigure.ConfiguredFolders;
import io.polyplug.autoconfigure.ConfiguredFolders.Refusal;
import io.polyplug.autoconfigure.actuate.PolyplugEndpoint.AvailableDescriptor;
import org.jspecify.annotations.Nullable;

/**
 * Tells of the bundles that lie in the configured folders and are not loaded, and why.
 * Thread-safe.
 */
final class AvailableBundles {

    private final PolyplugRuntime runtime;

    private final ReloadHistory history;

    private final @Nullable ConfiguredFolders folders;

    AvailableBundles(PolyplugRuntime runtime, ReloadHistory history, @Nullable ConfiguredFolders folders) {
        this.runtime = runtime;
        this.history = history;
        this.folders = folders;
    }

    List<AvailableDescriptor> list() {
        ConfiguredFolders present = this.folders;
        if (present == null) {
            return List.of();
        }
        return present.bundles()
            .stream()
            .filter((found) -> this.runtime.bundle(ConfiguredFolders.nameOf(found)).isEmpty())
            .map((found) -> describe(found, present))
            .toList();
    }

    List<String> names() {
        return list().stream().map(AvailableDescriptor::name).distinct().toList();
    }

    private AvailableDescriptor describe(FoundBundle found, ConfiguredFolders present) {
        String name = ConfiguredFolders.nameOf(found);
        String version = found.version().map(Object::toString).orElse(null);
        if (found.refusal().isPresent()) {
            return new AvailableDescriptor(name, version, "refused", found.refusal().get().explanation().advice(),
                    changed(found.directory()));
        }
        Optional<Refusal> refusal = present.lastRefusal(name);
        Instant unloaded = this.history.lastUnloading(name).orElse(Instant.MIN);
        if (refusal.isPresent() && refusal.get().at().isAfter(unloaded)) {
            return new AvailableDescriptor(name, version, "refused", refusal.get().reason(), refusal.get().at());
        }
        if (!unloaded.equals(Instant.MIN)) {
            return new AvailableDescriptor(name, version, "unloaded", null, unloaded);
        }
        if (!present.areLoadedOnStartup()) {
            return new AvailableDescriptor(name, version, "not-loaded-at-start", null, changed(found.directory()));
        }
        return new AvailableDescriptor(name, version, "new", null, changed(found.directory()));
    }

    private static @Nullable Instant changed(Path directory) {
        try {
            Path file = BundleArchive.isArchive(directory) ? directory : directory.resolve("manifest.toml");
            return Files.getLastModifiedTime(file).toInstant();
        }
        catch (IOException ex) {
            return null;
        }
    }

}
