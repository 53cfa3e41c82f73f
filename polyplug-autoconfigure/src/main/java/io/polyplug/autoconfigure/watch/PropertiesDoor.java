package io.polyplug.autoconfigure.watch;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

import io.polyplug.BundleInfo;
import io.polyplug.PolyplugRuntime;
import io.polyplug.autoconfigure.PolyplugProperties;
import io.polyplug.autoconfigure.event.BundleLoadedEvent;
import io.polyplug.error.PolyplugException;

import org.springframework.context.ConfigurableApplicationContext;

/** Placeholder until the start's own door can be used. */
final class PropertiesDoor implements BundleDoor {

    private final PolyplugProperties properties;

    private final PolyplugRuntime runtime;

    private final ConfigurableApplicationContext context;

    PropertiesDoor(PolyplugProperties properties, PolyplugRuntime runtime, ConfigurableApplicationContext context) {
        this.properties = properties;
        this.runtime = runtime;
        this.context = context;
    }

    @Override
    public List<Path> folders() {
        List<Path> folders = new ArrayList<>();
        this.properties.locations().forEach((location) -> folders.add(path(location)));
        this.properties.bundles().values().forEach((bundle) -> {
            String path = bundle.path();
            if (path != null) {
                folders.add(path(path));
            }
        });
        return folders;
    }

    private static Path path(String location) {
        return Path.of(location.replace("optional:", "").replace("file:", "")).toAbsolutePath().normalize();
    }

    @Override
    public List<BundleInfo> load(Collection<Path> folders, Consumer<? super PolyplugException> leftOut) {
        List<BundleInfo> loaded = this.runtime.loadBundles(folders, leftOut);
        loaded.forEach((bundle) -> this.context.publishEvent(new BundleLoadedEvent(bundle)));
        return loaded;
    }

}
