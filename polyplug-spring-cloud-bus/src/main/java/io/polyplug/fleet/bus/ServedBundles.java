package io.polyplug.fleet.bus;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.polyplug.BundleInfo;
import io.polyplug.PolyplugRuntime;
import io.polyplug.ReloadKind;
import io.polyplug.ReloadPhase;
import io.polyplug.autoconfigure.actuate.BundleWrites;
import io.polyplug.error.RuntimeClosedException;
import io.polyplug.fleet.message.Served;
import org.jspecify.annotations.Nullable;

/**
 * What this instance serves, and what came of the last change of it. Thread-safe.
 */
final class ServedBundles {

    private final PolyplugRuntime runtime;

    private final BundleWrites door;

    private final Map<String, Outcome> outcomes = new ConcurrentHashMap<>();

    ServedBundles(PolyplugRuntime runtime, BundleWrites door) {
        this.runtime = runtime;
        this.door = door;
    }

    void accept(ReloadPhase phase) {
        if (phase instanceof ReloadPhase.Reloaded reloaded) {
            this.outcomes.put(phase.bundleName(),
                    new Outcome((reloaded.kind() == ReloadKind.RELOAD) ? "reloaded" : "rolled-back", null));
        }
        else if (phase instanceof ReloadPhase.Failed failed) {
            this.outcomes.put(phase.bundleName(), new Outcome("failed", this.door.reasonToTell(failed.reason())));
        }
        else if (phase instanceof ReloadPhase.Unloading) {
            this.outcomes.remove(phase.bundleName());
        }
    }

    List<Served> all() {
        try {
            return this.runtime.bundles().stream().map(this::told).toList();
        }
        catch (RuntimeClosedException ex) {
            return List.of();
        }
    }

    private Served told(BundleInfo bundle) {
        Outcome last = this.outcomes.get(bundle.name());
        return new Served(bundle.name(), bundle.version().toString(), bundle.generation(),
                bundle.digest().isEmpty() ? null : bundle.digest(), bundle.activatedAt().toEpochMilli(),
                (last != null) ? last.outcome() : null, (last != null) ? last.reason() : null);
    }

    private record Outcome(String outcome, @Nullable String reason) {
    }

}
