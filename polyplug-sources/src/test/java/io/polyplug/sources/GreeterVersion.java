package io.polyplug.sources;

import io.polyplug.PolyplugRuntime;
import io.polyplug.ReloadReport;
import io.polyplug.autoconfigure.source.BundleSources;

import org.springframework.stereotype.Component;

/**
 * Has a version of the greeter serve that was published in the meantime.
 */
@Component
class GreeterVersion {

    private final BundleSources sources;

    private final PolyplugRuntime runtime;

    GreeterVersion(BundleSources sources, PolyplugRuntime runtime) {
        this.sources = sources;
        this.runtime = runtime;
    }

    ReloadReport use(String version) {
        return this.runtime.reloadBundle(this.sources.fetch("greeter", "maven:com.acme:greeter:" + version, null));
    }

}
