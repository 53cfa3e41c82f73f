package io.polyplug.autoconfigure;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.polyplug.BundleInfo;
import io.polyplug.InProcessBundle;
import io.polyplug.PolyplugRuntime;
import io.polyplug.autoconfigure.PolyplugProperties.OnLoadFailure;
import io.polyplug.error.ConfigurationException;
import io.polyplug.error.PolyplugException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.ConfigurableApplicationContext;

/**
 * Loads the application's bundles: its beans of Java objects, then, as one set, the
 * folders of bundles that the properties name and the bundles with a path of their own.
 * Used by one thread, once.
 */
final class ConfiguredBundles implements BundleStartupStep {

    private static final Logger logger = LoggerFactory.getLogger("polyplug.locations");

    private final PolyplugProperties properties;

    private final Supplier<Stream<InProcessBundle>> beans;

    private final ConfiguredFolders folders;

    private final BundleLoadedPublisher publisher;

    private final ConfigurableApplicationContext applicationContext;

    ConfiguredBundles(PolyplugProperties properties, Supplier<Stream<InProcessBundle>> beans, ConfiguredFolders folders,
            BundleLoadedPublisher publisher, ConfigurableApplicationContext applicationContext) {
        this.properties = properties;
        this.beans = beans;
        this.folders = folders;
        this.publisher = publisher;
        this.applicationContext = applicationContext;
    }

    @Override
    public String name() {
        return "bundles";
    }

    @Override
    public int getOrder() {
        return LOADING;
    }

    @Override
    public void run() {
        PolyplugRuntime runtime = this.applicationContext.getBeanFactory().getBean(PolyplugRuntime.class);
        this.folders.checkSources();
        loadBeans(runtime);
        if (this.properties.loadOnStartup()) {
            loadFolders();
        }
        warnOfMissing(runtime);
    }

    private void loadFolders() {
        List<Path> directories = locations();
        this.properties.bundles().forEach((name, bundle) -> {
            String path = bundle.path();
            if (path != null) {
                this.folders.find(ConfiguredFolders.pathProperty(name), path)
                    .filter((directory) -> isBundle(name, directory))
                    .ifPresent(directories::add);
            }
            if (bundle.source() != null) {
                fetch(name).ifPresent(directories::add);
            }
        });
        this.folders.load(directories.stream().distinct().toList(), this::accept);
    }

    private Optional<Path> fetch(String name) {
        try {
            return Optional.of(this.folders.fetch(name));
        }
        catch (PolyplugException ex) {
            accept(ex);
            logger.warn("Left out a bundle: {}", ex.getMessage());
            return Optional.empty();
        }
    }

    /** One that stands in does so for other beans of its name, too. */
    private void loadBeans(PolyplugRuntime runtime) {
        List<InProcessBundle> all = this.beans.get().toList();
        Set<String> stoodInFor = all.stream()
            .filter(InProcessBundle::isStandIn)
            .map(InProcessBundle::name)
            .collect(Collectors.toSet());
        all.stream()
            .filter((bean) -> bean.isStandIn() || !stoodInFor.contains(bean.name()))
            .forEach((bean) -> load(bean, runtime));
    }

    private void load(InProcessBundle bean, PolyplugRuntime runtime) {
        try {
            this.publisher.tell(runtime.loadBundle(bean));
        }
        catch (PolyplugException ex) {
            accept(ex);
        }
    }

    private List<Path> locations() {
        List<Path> folders = new ArrayList<>();
        List<String> locations = this.properties.locations();
        for (int i = 0; i < locations.size(); i++) {
            this.folders.find("polyplug.locations[" + i + "]", locations.get(i)).ifPresent(folders::add);
        }
        return folders;
    }

    private boolean isBundle(String name, Path directory) {
        if (ConfiguredFolders.isBundle(directory)) {
            return true;
        }
        ConfigurationException refusal = ConfiguredFolders.refusal(name,
                "points at '" + directory + "', which has no " + ConfiguredFolders.MANIFEST,
                "Correct the path; it is that of the bundle's own folder or archive");
        accept(refusal);
        logger.warn("Left out a bundle: {}", refusal.getMessage());
        return false;
    }

    /** The runtime has told of its refusals by then. */
    private void accept(PolyplugException refusal) {
        if (this.properties.onLoadFailure() == OnLoadFailure.FAIL) {
            throw new ConfiguredBundleException(refusal, this.folders::shown);
        }
        logger.debug("What could not be loaded is left out, for polyplug.on-load-failure is 'skip'", refusal);
    }

    private void warnOfMissing(PolyplugRuntime runtime) {
        List<String> loaded = runtime.bundles().stream().map(BundleInfo::name).toList();
        BundlePropertyCheck check = BundlePropertyCheck.of(this.applicationContext.getEnvironment(), loaded);
        check.unbound().forEach(logger::warn);
        this.properties.bundles().forEach((name, bundle) -> {
            if (loaded.contains(name)) {
                return;
            }
            if (bundle.required()) {
                logger.warn("Bundle '{}' is required but was not loaded: health will be DOWN{}", name,
                        check.hint(name));
            }
            else if (this.properties.loadOnStartup() && bundle.path() == null && bundle.source() == null
                    && check.isConfigured(name)) {
                logger.warn("Bundle '{}' is configured but was not loaded{}", name, check.hint(name));
            }
        });
    }

}
