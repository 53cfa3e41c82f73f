package io.polyplug.autoconfigure;

import java.io.File;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.polyplug.ConfigSource;
import io.polyplug.PolyplugRuntime;
import io.polyplug.ReturnedMemory;
import io.polyplug.SignalPolicy;
import io.polyplug.async.AsyncPool;
import io.polyplug.error.ConfigurationException;
import io.polyplug.error.Explanation;

import org.springframework.core.Ordered;
import org.springframework.core.io.ResourceLoader;

/**
 * Carries the properties to the builders of runtimes, and knows those that were built
 * from them. Thread-safe.
 */
final class PropertiesRuntimeBuilderCustomizer implements RuntimeBuilderCustomizer, Ordered {

    private final PolyplugProperties properties;

    private final ResourceLoader resourceLoader;

    private final ConfigSource config;

    private final Set<PolyplugRuntime> built = ConcurrentHashMap.newKeySet();

    PropertiesRuntimeBuilderCustomizer(PolyplugProperties properties, ResourceLoader resourceLoader,
            ConfigSource config) {
        this.properties = properties;
        this.resourceLoader = resourceLoader;
        this.config = config;
    }

    @Override
    public void customize(PolyplugRuntime.Builder builder) {
        builder.onBuild(this.built::add);
        builder.hotReload(this.properties.hotReload().enabled())
            .compatibility(this.properties.compatibility())
            .signaturePolicy(this.properties.signature().policy())
            .signals(this.properties.signals())
            .config(this.config)
            .backend(this.properties.backend().name().toLowerCase(Locale.ROOT))
            .operationTimeout(
                    notNegative("polyplug.lifecycle.operation-timeout", this.properties.lifecycle().operationTimeout()))
            .slowOperationThreshold(notNegative("polyplug.lifecycle.slow-operation-threshold",
                    this.properties.lifecycle().slowOperationThreshold()))
            .drainTimeout(notNegative("polyplug.shutdown.drain-timeout", this.properties.shutdown().drainTimeout()));
        File workDirectory = this.properties.workDirectory();
        if (workDirectory != null) {
            builder.workDirectory(workDirectory.toPath());
        }
        File dataDirectory = this.properties.dataDirectory();
        if (dataDirectory != null) {
            builder.dataDirectory(dataDirectory.toPath());
        }
        List<String> trustedKeys = this.properties.signature().trustedKeys();
        for (int i = 0; i < trustedKeys.size(); i++) {
            TrustedKey key = new TrustedKey("polyplug.signature.trusted-keys[" + i + "]", trustedKeys.get(i));
            builder.trustedKey(key.read(this.resourceLoader).bytes());
        }
        closedButMappedLimit(builder);
        this.properties.engines()
            .forEach((loader, engine) -> builder.engine(loader, new EngineProperties(loader, engine).settings()));
        builder.asyncPool(pool("polyplug.async", this.properties.async()));
        this.properties.bundles().forEach((name, bundle) -> {
            SignalPolicy signals = bundle.signals();
            if (signals != null) {
                builder.signals(name, signals);
            }
            ReturnedMemory returnedMemory = bundle.returnedMemory();
            if (returnedMemory != null) {
                builder.returnedMemory(name, returnedMemory);
            }
            PolyplugProperties.BundleAsync async = bundle.async();
            if (async != null) {
                builder.asyncPool(name, pool(BundlePropertyName.of(name, "async"), over(async, name)));
            }
        });
    }

    private static Duration notNegative(String property, Duration duration) {
        return new DurationProperty(property, duration).notNegative();
    }

    /** What is not said for a bundle is as for all. */
    private PolyplugProperties.Async over(PolyplugProperties.BundleAsync async, String name) {
        PolyplugProperties.Async all = this.properties.async();
        PolyplugProperties.BundlePool pool = async.pool();
        String prefix = async.threadNamePrefix();
        return new PolyplugProperties.Async(
                new PolyplugProperties.Pool(Objects.requireNonNullElse(pool.size(), all.pool().size()),
                        Objects.requireNonNullElse(pool.queueCapacity(), all.pool().queueCapacity()),
                        Objects.requireNonNullElse(pool.keepAlive(), all.pool().keepAlive())),
                (prefix != null) ? prefix : all.threadNamePrefix() + name + "-");
    }

    private static AsyncPool pool(String property, PolyplugProperties.Async async) {
        try {
            return new AsyncPool(async.pool().size(), async.pool().queueCapacity(), async.pool().keepAlive(),
                    async.threadNamePrefix());
        }
        catch (IllegalArgumentException ex) {
            String summary = "Properties '" + property + ".pool' cannot be carried out: " + ex.getMessage();
            throw new ConfigurationException(property + ".pool",
                    new Explanation(summary, summary, "Give numbers and a time above zero"));
        }
    }

    private void closedButMappedLimit(PolyplugRuntime.Builder builder) {
        Integer limit = this.properties.hotReload().closedButMappedLimit();
        if (limit == null) {
            return;
        }
        if (limit < 0) {
            throw new ConfigurationException("polyplug.hot-reload.closed-but-mapped-limit",
                    "Property 'polyplug.hot-reload.closed-but-mapped-limit' is " + limit
                            + ", and there are never fewer than 0 generations. Give the number that may stay mapped");
        }
        builder.closedButMappedLimit(limit);
    }

    /** Returns whether a runtime was built from the properties. */
    boolean hasCustomized(PolyplugRuntime runtime) {
        return this.built.contains(runtime);
    }

    @Override
    public int getOrder() {
        return 0;
    }

}
