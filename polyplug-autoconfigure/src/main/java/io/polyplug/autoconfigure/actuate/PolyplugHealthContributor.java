package io.polyplug.autoconfigure.actuate;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

import io.polyplug.PolyplugRuntime;
import io.polyplug.autoconfigure.ConfiguredFolders;
import io.polyplug.autoconfigure.PolyplugProperties;
import io.polyplug.autoconfigure.watch.BundleWatch;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthContributor;

/**
 * {@link CompositeHealthContributor} of the runtime, of the watch if there is one and,
 * each by its name, of the bundles that the application requires. Immutable.
 */
final class PolyplugHealthContributor implements CompositeHealthContributor {

    private final Map<String, HealthContributor> contributors = new LinkedHashMap<>();

    PolyplugHealthContributor(PolyplugRuntime runtime, PolyplugProperties properties, ReloadHistory history,
            @Nullable ConfiguredFolders folders, @Nullable BundleWatch watch) {
        this.contributors.put("runtime", new PolyplugHealthIndicator(runtime, properties, history));
        if (watch != null) {
            this.contributors.put("watch", new WatchHealthIndicator(watch));
        }
        Map<String, HealthContributor> required = new LinkedHashMap<>();
        properties.bundles().forEach((name, bundle) -> {
            if (bundle.required()) {
                required.put(unused(segment(name), required),
                        new RequiredBundleHealthIndicator(name, runtime, folders));
            }
        });
        if (!required.isEmpty()) {
            this.contributors.put("bundles", CompositeHealthContributor.fromMap(required));
        }
    }

    /** A contributor's name is one segment of a path. */
    private static String segment(String bundle) {
        return bundle.replace('/', '_');
    }

    /** Two names may become the same one. */
    private static String unused(String segment, Map<String, HealthContributor> used) {
        String name = segment;
        while (used.containsKey(name)) {
            name += "_";
        }
        return name;
    }

    @Override
    public @Nullable HealthContributor getContributor(String name) {
        return this.contributors.get(name);
    }

    @Override
    public Stream<Entry> stream() {
        return this.contributors.entrySet().stream().map((entry) -> new Entry(entry.getKey(), entry.getValue()));
    }

}
