package io.polyplug.autoconfigure.watch;

import io.polyplug.PolyplugRuntime;
import io.polyplug.autoconfigure.BundleStartupStep;
import io.polyplug.error.ConfigurationException;
import io.polyplug.error.Explanation;

/**
 * Keeps what the folders of bundles hold before they are loaded, so that what changes
 * while they are is noticed.
 */
final class WatchBaseline implements BundleStartupStep {

    private final PolyplugRuntime runtime;

    private final FolderLook look;

    WatchBaseline(PolyplugRuntime runtime, FolderLook look) {
        this.runtime = runtime;
        this.look = look;
    }

    @Override
    public String name() {
        return "watch";
    }

    @Override
    public int getOrder() {
        return LOADING - 1;
    }

    @Override
    public void run() {
        if (!this.runtime.isHotReloadEnabled()) {
            String summary = "Property 'polyplug.hot-reload.watch' is true, and the runtime does not reload";
            throw new ConfigurationException("polyplug.hot-reload.watch",
                    new Explanation(summary, summary,
                            "Remove it, or set polyplug.hot-reload.enabled=true; a runtime of your own is built with"
                                    + " hotReload(true)"));
        }
        this.look.first();
    }

}
