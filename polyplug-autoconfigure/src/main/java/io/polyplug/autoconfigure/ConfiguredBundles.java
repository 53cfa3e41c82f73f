package io.polyplug.autoconfigure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.polyplug.BundleInfo;
import io.polyplug.InProcessBundle;
import io.polyplug.PolyplugRuntime;
import io.polyplug.autoconfigure.PolyplugProperties.OnLoadFailure;
import io.polyplug.autoconfigure.event.BundleLoadedEvent;
import io.polyplug.error.ConfigurationException;
import io.polyplug.error.PolyplugException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.ApplicationEventPublisher;

/**
 * Loads the application's bundles: its beans of Java objects, then the folders of bundles
 * that the properties name in their order, then the bundles with a path of their own.
 * Used by one thread, once.
 */
final class ConfiguredBundles {

    private static final Logger logger = LoggerFactory.getLogger(ConfiguredBundles.class);

    private static final String MANIFEST = "manifest.toml";

    private final PolyplugRuntime runtime;

    private final PolyplugProperties properties;

    private final Supplier<Stream<InProcessBundle>> beans;

    private final ApplicationEventPublisher eventPublisher;

    ConfiguredBundles(PolyplugRuntime runtime, PolyplugProperties properties, Supplier<Stream<InProcessBundle>> beans,
            ApplicationEventPublisher eventPublisher) {
        this.runtime = runtime;
        this.properties = properties;
        this.beans = beans;
        this.eventPublisher = eventPublisher;
    }

    void load() {
        this.beans.get().forEach((bundle) -> attempt("bean", () -> List.of(this.runtime.loadBundle(bundle))));
        List<String> locations = this.properties.locations();
        for (int i = 0; i < locations.size(); i++) {
            new BundleLocation("polyplug.locations[" + i + "]", locations.get(i)).directory()
                .ifPresent(this::loadFolderOfBundles);
        }
        this.properties.bundles().forEach((name, bundle) -> {
            String path = bundle.path();
            if (path != null) {
                String property = "polyplug.bundles." + name + ".path";
                new BundleLocation(property, path).directory()
                    .ifPresent((directory) -> attempt(directory, () -> List.of(loadNamed(name, property, directory))));
            }
        });
        warnOfMissing();
    }

    private void loadFolderOfBundles(Path parent) {
        if (this.properties.onLoadFailure() == OnLoadFailure.FAIL) {
            attempt(parent, () -> this.runtime.loadBundles(parent));
            return;
        }
        for (Path directory : bundleDirectories(parent)) {
            attempt(directory, () -> List.of(this.runtime.loadBundle(directory)));
        }
    }

    private static List<Path> bundleDirectories(Path parent) {
        try (Stream<Path> children = Files.list(parent)) {
            return children.filter((child) -> Files.exists(child.resolve(MANIFEST))).sorted().toList();
        }
        catch (IOException ex) {
            throw new UncheckedIOException("Folder of bundles '" + parent + "' cannot be read", ex);
        }
    }

    private BundleInfo loadNamed(String name, String property, Path directory) {
        BundleInfo bundle = this.runtime.loadBundle(directory);
        if (!bundle.name().equals(name)) {
            this.runtime.unloadBundle(bundle.name());
            throw new ConfigurationException(property,
                    "Property '" + property + "' points at '" + directory + "', whose manifest names the bundle '"
                            + bundle.name() + "'. Correct the path, or write the property as polyplug.bundles."
                            + bundle.name() + ".path",
                    null);
        }
        return bundle;
    }

    private void attempt(Object origin, Supplier<List<BundleInfo>> load) {
        List<BundleInfo> loaded = new ArrayList<>();
        try {
            loaded.addAll(load.get());
        }
        catch (PolyplugException ex) {
            if (this.properties.onLoadFailure() == OnLoadFailure.FAIL) {
                throw ex;
            }
            logger.warn("Left out what could not be loaded from '{}' (polyplug.on-load-failure is 'skip')", origin, ex);
        }
        for (BundleInfo bundle : loaded) {
            logger.info("Loaded bundle '{}' {} from '{}'", bundle.name(), bundle.version(), bundle.directory());
            this.eventPublisher.publishEvent(new BundleLoadedEvent(bundle));
        }
    }

    private void warnOfMissing() {
        this.properties.bundles().forEach((name, bundle) -> {
            if (bundle.required() && this.runtime.bundle(name).isEmpty()) {
                logger.warn("Bundle '{}' is required but was not loaded: health will be DOWN", name);
            }
        });
    }

}
