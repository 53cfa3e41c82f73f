package io.polyplug.autoconfigure;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.polyplug.BundleInfo;
import io.polyplug.InProcessBundle;
import io.polyplug.PolyplugRuntime;
import io.polyplug.autoconfigure.PolyplugProperties.OnLoadFailure;
import io.polyplug.autoconfigure.event.BundleLoadedEvent;
import io.polyplug.error.ConfigurationException;
import io.polyplug.error.Explanation;
import io.polyplug.error.PolyplugException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Loads the application's bundles: its beans of Java objects, then, as one set, the
 * folders of bundles that the properties name and the bundles with a path of their own.
 * Used by one thread, once.
 */
final class ConfiguredBundles {

    private static final Logger logger = LoggerFactory.getLogger(ConfiguredBundles.class);

    private static final String MANIFEST = "manifest.toml";

    private final PolyplugRuntime runtime;

    private final PolyplugProperties properties;

    private final Supplier<Stream<InProcessBundle>> beans;

    private final ApplicationEventPublisher eventPublisher;

    private final ConfigurableEnvironment environment;

    ConfiguredBundles(PolyplugRuntime runtime, PolyplugProperties properties, Supplier<Stream<InProcessBundle>> beans,
            ApplicationEventPublisher eventPublisher, ConfigurableEnvironment environment) {
        this.runtime = runtime;
        this.properties = properties;
        this.beans = beans;
        this.eventPublisher = eventPublisher;
        this.environment = environment;
    }

    void load() {
        loadBeans();
        if (this.properties.loadOnStartup()) {
            loadFolders();
        }
        warnOfMissing();
    }

    private void loadFolders() {
        Map<Path, String> namesByPath = new LinkedHashMap<>();
        List<Path> folders = locations();
        this.properties.bundles().forEach((name, bundle) -> {
            String path = bundle.path();
            if (path != null) {
                new BundleLocation(pathProperty(name), path).directory()
                    .filter((directory) -> isBundle(name, directory))
                    .ifPresent((directory) -> namesByPath.put(directory, name));
            }
        });
        folders.addAll(namesByPath.keySet());
        for (BundleInfo bundle : this.runtime.loadBundles(folders, this::accept)) {
            if (hasExpectedName(bundle, namesByPath.get(bundle.directory()))) {
                tell(bundle);
            }
        }
    }

    /** One that stands in does so for other beans of its name, too. */
    private void loadBeans() {
        List<InProcessBundle> all = this.beans.get().toList();
        Set<String> stoodInFor = all.stream()
            .filter(InProcessBundle::isStandIn)
            .map(InProcessBundle::name)
            .collect(Collectors.toSet());
        all.stream().filter((bean) -> bean.isStandIn() || !stoodInFor.contains(bean.name())).forEach(this::loadBean);
    }

    private void loadBean(InProcessBundle bean) {
        try {
            tell(this.runtime.loadBundle(bean));
        }
        catch (PolyplugException ex) {
            accept(ex);
        }
    }

    private List<Path> locations() {
        List<Path> folders = new ArrayList<>();
        List<String> locations = this.properties.locations();
        for (int i = 0; i < locations.size(); i++) {
            new BundleLocation("polyplug.locations[" + i + "]", locations.get(i)).directory().ifPresent(folders::add);
        }
        return folders;
    }

    private static String pathProperty(String bundle) {
        return BundlePropertyName.of(bundle, "path");
    }

    private boolean isBundle(String name, Path directory) {
        if (Files.exists(directory.resolve(MANIFEST))) {
            return true;
        }
        leaveOut(name, "points at '" + directory + "', which has no " + MANIFEST,
                "Correct the path; it is that of the bundle's own folder");
        return false;
    }

    private boolean hasExpectedName(BundleInfo bundle, @Nullable String expected) {
        if (expected == null || expected.equals(bundle.name())) {
            return true;
        }
        this.runtime.unloadBundleCascade(bundle.name());
        leaveOut(expected,
                "points at '" + bundle.directory() + "', whose manifest names the bundle '" + bundle.name() + "'",
                "Correct the path, or write the property as " + pathProperty(bundle.name()));
        return false;
    }

    private void leaveOut(String bundle, String reason, String cure) {
        String property = pathProperty(bundle);
        String summary = "Property '" + property + "' " + reason;
        ConfigurationException failure = new ConfigurationException(property, new Explanation(summary, summary, cure),
                null);
        if (this.properties.onLoadFailure() == OnLoadFailure.FAIL) {
            throw failure;
        }
        logger.warn("Left out a bundle: {}", failure.getMessage());
    }

    /** The runtime has told of its refusals by then. */
    private void accept(PolyplugException refusal) {
        if (this.properties.onLoadFailure() == OnLoadFailure.FAIL) {
            throw refusal;
        }
        logger.debug("What could not be loaded is left out, for polyplug.on-load-failure is 'skip'", refusal);
    }

    private void tell(BundleInfo bundle) {
        this.eventPublisher.publishEvent(new BundleLoadedEvent(bundle));
    }

    private void warnOfMissing() {
        List<String> loaded = this.runtime.bundles().stream().map(BundleInfo::name).toList();
        BundlePropertyCheck check = BundlePropertyCheck.of(this.environment, loaded);
        check.unbound().forEach(logger::warn);
        this.properties.bundles().forEach((name, bundle) -> {
            if (loaded.contains(name)) {
                return;
            }
            if (bundle.required()) {
                logger.warn("Bundle '{}' is required but was not loaded: health will be DOWN{}", name,
                        check.hint(name));
            }
            else if (this.properties.loadOnStartup() && bundle.path() == null && check.isConfigured(name)) {
                logger.warn("Bundle '{}' is configured but was not loaded{}", name, check.hint(name));
            }
        });
    }

}
