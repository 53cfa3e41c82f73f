package io.polyplug.fleet.bus;

import java.util.List;

import io.polyplug.BundleInfo;
import io.polyplug.PolyplugRuntime;
import io.polyplug.autoconfigure.actuate.BundleWrites;
import io.polyplug.autoconfigure.actuate.PolyplugEndpoint.LastReloadDescriptor;
import io.polyplug.error.RuntimeClosedException;
import io.polyplug.fleet.message.Served;

/**
 * What this instance serves, and what its endpoint has as the last change of it.
 * Thread-safe.
 *
 * @param runtime what serves
 * @param door what knows the last changes
 */
record ServedBundles(PolyplugRuntime runtime, BundleWrites door) {

    List<Served> all() {
        try {
            return this.runtime.bundles().stream().map(this::told).toList();
        }
        catch (RuntimeClosedException ex) {
            return List.of();
        }
    }

    private Served told(BundleInfo bundle) {
        LastReloadDescriptor last = this.door.lastReload(bundle.name()).orElse(null);
        return new Served(bundle.name(), bundle.version().toString(), bundle.generation(),
                bundle.digest().isEmpty() ? null : bundle.digest(), bundle.activatedAt().toEpochMilli(),
                (last != null) ? last.outcome() : null, (last != null) ? last.reason() : null);
    }

}
