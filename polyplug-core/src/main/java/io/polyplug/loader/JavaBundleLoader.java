package io.polyplug.loader;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import io.polyplug.boundary.InitWindow;
import io.polyplug.hostapi.HostApi;
import io.polyplug.store.Generation;

/**
 * Loads one in-process bundle: there is nothing to open, its contracts are Java objects
 * of the application.
 */
final class JavaBundleLoader implements CodeLoader {

    /** What manifests of in-process bundles call it. */
    static final String NAME = "in-process";

    private final HostApi host;

    private final Map<Class<?>, Object> contracts;

    private final boolean standIn;

    JavaBundleLoader(HostApi host, Map<Class<?>, Object> contracts, boolean standIn) {
        this.host = host;
        this.standIn = standIn;
        this.contracts = new LinkedHashMap<>(contracts);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean readsFolder() {
        return false;
    }

    @Override
    public boolean standsIn() {
        return this.standIn;
    }

    @Override
    public BundleCode open(StagedBundle source, @Nullable LoadedGeneration previous) {
        return new BundleCode() {

            @Override
            public void initialize(Generation generation, InitWindow window) {
                JavaBundleLoader.this.contracts
                    .forEach((type, target) -> JavaBundleLoader.this.host.provide(window, type, target));
            }

            @Override
            public Closing close(Runnable destruction, Consumer<Closing> later) {
                destruction.run();
                return Closing.UNMAPPED;
            }

        };
    }

}
