package io.polyplug.autoconfigure;

import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

import io.polyplug.BundleInfo;
import io.polyplug.PolyplugRuntime;
import io.polyplug.autoconfigure.event.BundleLoadedEvent;
import io.polyplug.error.ConfigurationException;
import io.polyplug.error.Explanation;
import io.polyplug.error.PolyplugException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.context.config.ConfigDataLocation;
import org.springframework.context.ApplicationEventPublisher;

/**
 * Loads bundles from the folders that the properties name once the application runs, as
 * the start does: by the same rules, and with the same event. What cannot be loaded never
 * ends the application. Thread-safe.
 */
public final class LaterBundles {

    private static final Logger logger = LoggerFactory.getLogger("polyplug.locations");

    private final PolyplugProperties properties;

    private final PolyplugRuntime runtime;

    private final ApplicationEventPublisher events;

    /**
     * Creates the loading.
     * @param properties what names the folders
     * @param runtime the runtime to load into
     * @param events told of each bundle that was loaded
     */
    public LaterBundles(PolyplugProperties properties, PolyplugRuntime runtime, ApplicationEventPublisher events) {
        this.properties = properties;
        this.runtime = runtime;
        this.events = events;
    }

    /**
     * Returns the folders of bundles, and those of single bundles, that are there now.
     * @return absolute paths
     */
    public List<Path> folders() {
        Set<Path> folders = new LinkedHashSet<>();
        this.properties.locations().forEach((location) -> add(location, folders));
        this.properties.bundles().values().forEach((bundle) -> {
            String path = bundle.path();
            if (path != null) {
                add(path, folders);
            }
        });
        return List.copyOf(folders);
    }

    /** What is missing now was told at the start, if it had to be there. */
    private static void add(String location, Set<Path> folders) {
        String optional = location.startsWith(ConfigDataLocation.OPTIONAL_PREFIX) ? location
                : ConfigDataLocation.OPTIONAL_PREFIX + location;
        try {
            new BundleLocation("", optional).directory().ifPresent(folders::add);
        }
        catch (BundleLocationException ex) {
            logger.debug("Passed over a location", ex);
        }
    }

    /**
     * Loads what can be loaded of bundles, as one set.
     * @param bundles the bundles' folders
     * @param leftOut told why, for each that cannot
     * @return what was loaded
     */
    public List<BundleInfo> load(Collection<Path> bundles, Consumer<? super PolyplugException> leftOut) {
        List<BundleInfo> loaded = this.runtime.loadBundles(bundles, this::admit, leftOut);
        loaded.forEach(this::tell);
        return loaded;
    }

    private void admit(Path directory, String name) {
        for (Map.Entry<String, PolyplugProperties.Bundle> bundle : this.properties.bundles().entrySet()) {
            String path = bundle.getValue().path();
            if (path != null && !bundle.getKey().equals(name)) {
                Set<Path> expected = new LinkedHashSet<>();
                add(path, expected);
                if (expected.contains(directory)) {
                    String property = BundlePropertyName.of(bundle.getKey(), "path");
                    String summary = "Property '" + property + "' points at '" + directory
                            + "', whose manifest names the bundle '" + name + "'";
                    throw new ConfigurationException(property, new Explanation(summary, summary,
                            "Correct the path, or write the property as " + BundlePropertyName.of(name, "path")), null);
                }
            }
        }
    }

    /** As with phases, a listener that throws changes nothing for the bundle. */
    private void tell(BundleInfo bundle) {
        try {
            this.events.publishEvent(new BundleLoadedEvent(bundle));
        }
        catch (RuntimeException ex) {
            logger.error("A listener failed on the loading of bundle '{}'; this changes nothing for the bundle",
                    bundle.name(), ex);
        }
    }

}
