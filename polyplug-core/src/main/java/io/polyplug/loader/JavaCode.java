package io.polyplug.loader;

import java.util.Map;
import java.util.function.Consumer;

import io.polyplug.boundary.InitWindow;
import io.polyplug.hostapi.HostApi;
import io.polyplug.store.Generation;

/**
 * The code of an in-process bundle: there was nothing to open, its contracts are Java
 * objects of the application.
 */
final class JavaCode implements BundleCode {

    private final HostApi host;

    private final Map<Class<?>, Object> contracts;

    JavaCode(HostApi host, Map<Class<?>, Object> contracts) {
        this.host = host;
        this.contracts = contracts;
    }

    @Override
    public void initialize(Generation generation, InitWindow window) {
        this.contracts.forEach((type, target) -> this.host.provide(window, type, target));
    }

    @Override
    public Closing close(Runnable destruction, Consumer<Closing> later) {
        destruction.run();
        return Closing.UNMAPPED;
    }

}
