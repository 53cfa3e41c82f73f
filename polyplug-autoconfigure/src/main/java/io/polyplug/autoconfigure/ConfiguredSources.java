package io.polyplug.autoconfigure;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.polyplug.autoconfigure.source.BundleSources;
import io.polyplug.error.ConfigurationException;
import io.polyplug.error.Explanation;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;

/**
 * The bundles for which a property names a source, and the archives that were fetched for
 * them. Thread-safe.
 */
final class ConfiguredSources {

    private final PolyplugProperties properties;

    private final ObjectProvider<BundleSources> sources;

    private final Map<String, Path> fetched = new ConcurrentHashMap<>();

    ConfiguredSources(PolyplugProperties properties, ObjectProvider<BundleSources> sources) {
        this.properties = properties;
        this.sources = sources;
    }

    static String property(String bundle) {
        return BundlePropertyName.of(bundle, "source");
    }

    /**
     * Refuses properties that contradict each other, whether the bundle would be loaded
     * at the start or not. Where it is, nothing else is loaded if nobody could fetch it.
     * @throws ConfigurationException if a bundle has a path as well, or nothing that
     * fetches is there
     */
    void check() {
        this.properties.bundles().forEach((name, bundle) -> {
            if (bundle.source() != null) {
                require(name, bundle);
            }
            else if (bundle.digest() != null) {
                throw refusal(BundlePropertyName.of(name, "digest"), "is set and bundle '" + name + "' has no source",
                        "Set " + property(name) + ", or remove the digest");
            }
        });
    }

    private void require(String name, PolyplugProperties.Bundle bundle) {
        if (bundle.path() != null) {
            throw refusal(property(name),
                    "is set and so is '" + ConfiguredFolders.pathProperty(name)
                            + "', and nobody says which of them bundle '" + name + "' comes from",
                    "Remove one of them");
        }
        if (this.properties.loadOnStartup()) {
            requireSources(name);
        }
    }

    private BundleSources requireSources(String name) {
        BundleSources present = this.sources.getIfAvailable();
        if (present == null) {
            throw refusal(property(name), "is set and nothing on the class path fetches bundles",
                    "Add the dependency io.polyplug:polyplug-sources to the application");
        }
        return present;
    }

    private static ConfigurationException refusal(String property, String reason, String cure) {
        String summary = "Property '" + property + "' " + reason;
        return new ConfigurationException(property, new Explanation(summary, summary, cure));
    }

    boolean include(String bundle) {
        return source(bundle) != null;
    }

    private @Nullable String source(String bundle) {
        PolyplugProperties.Bundle present = this.properties.bundles().get(bundle);
        return (present != null) ? present.source() : null;
    }

    Path fetch(String bundle) {
        Path archive = requireSources(bundle).fetch(bundle);
        this.fetched.put(bundle, archive);
        return archive;
    }

    /** Returns the archives that were fetched last, by the names of the bundles. */
    Map<String, Path> fetched() {
        return Map.copyOf(this.fetched);
    }

    /** Returns whether a path is that of an archive which was fetched last. */
    boolean holds(Path archive) {
        return this.fetched.containsValue(archive);
    }

}
