package io.polyplug.autoconfigure;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

import io.polyplug.ConfigSource;
import io.polyplug.ReloadPhase;
import io.polyplug.autoconfigure.event.BundleConfigChangedEvent;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;

/**
 * Reads the settings of bundles from the environment, as that is when a generation asks,
 * and publishes what has changed from one generation to the next. Thread-safe.
 */
final class BundleConfigs implements ConfigSource, Consumer<ReloadPhase>, Ordered {

    private static final Bindable<Map<String, PolyplugProperties.Bundle>> BUNDLES = Bindable.mapOf(String.class,
            PolyplugProperties.Bundle.class);

    private final ConfigurableApplicationContext applicationContext;

    /** What each generation has read, until it is reclaimed. */
    private final Map<Key, Map<String, String>> read = new ConcurrentHashMap<>();

    BundleConfigs(ConfigurableApplicationContext applicationContext) {
        this.applicationContext = applicationContext;
    }

    @Override
    public Map<String, String> config(String bundleName, long generation) {
        PolyplugProperties.Bundle bundle = Binder.get(this.applicationContext.getEnvironment())
            .bind(BundlePropertyName.PREFIX, BUNDLES)
            .orElseGet(Map::of)
            .get(bundleName);
        Map<String, String> config = (bundle != null) ? Map.copyOf(bundle.config()) : Map.of();
        this.read.put(new Key(bundleName, generation), config);
        return config;
    }

    @Override
    public void accept(ReloadPhase phase) {
        if (phase instanceof ReloadPhase.Reloaded reloaded) {
            compare(reloaded);
        }
        else if (phase instanceof ReloadPhase.Reclaimed) {
            this.read.remove(new Key(phase.bundleName(), phase.generation()));
        }
    }

    private void compare(ReloadPhase.Reloaded reloaded) {
        Map<String, String> before = read(reloaded.bundleName(), reloaded.previousGeneration());
        Map<String, String> now = read(reloaded.bundleName(), reloaded.generation());
        if (before == null || now == null || before.equals(now) || this.applicationContext.isClosed()) {
            return;
        }
        Set<String> changed = new TreeSet<>(before.keySet());
        changed.addAll(now.keySet());
        changed.removeIf((key) -> now.containsKey(key) && now.get(key).equals(before.get(key)));
        this.applicationContext
            .publishEvent(new BundleConfigChangedEvent(reloaded.bundleName(), reloaded.generation(), changed));
    }

    private @Nullable Map<String, String> read(String bundleName, long generation) {
        return this.read.get(new Key(bundleName, generation));
    }

    /**
     * After the phase itself was published as an event.
     */
    @Override
    public int getOrder() {
        return 1;
    }

    private record Key(String bundleName, long generation) {
    }

}
