package io.polyplug.runtime;

import java.util.ArrayList;
import java.util.List;

import io.polyplug.OperationKind;
import io.polyplug.ReloadPhase;
import io.polyplug.error.DependencyInUseException;
import io.polyplug.error.Explanation;
import io.polyplug.error.LifecycleBusyException;
import io.polyplug.error.ReentrantCallException;
import io.polyplug.operation.Operation;
import io.polyplug.operation.Operations;
import io.polyplug.publication.Dependents;
import io.polyplug.publication.LifecycleLog;
import io.polyplug.publication.LoadedBundle;
import io.polyplug.publication.LoadedBundles;
import io.polyplug.publication.Phases;
import io.polyplug.publication.Publication;
import io.polyplug.store.Generation;

/**
 * Unloads bundles, alone or with those that depend on them (docs/behaviour.md 14).
 * Thread-safe: operations go one after another.
 */
final class Unloading {

    private final Operations operations;

    private final LoadedBundles bundles;

    private final Dependents dependents;

    private final Publication publication;

    private final Phases phases;

    Unloading(Operations operations, LoadedBundles bundles, Dependents dependents, Publication publication,
            Phases phases) {
        this.operations = operations;
        this.bundles = bundles;
        this.dependents = dependents;
        this.publication = publication;
        this.phases = phases;
    }

    void unload(String name) {
        unload(name, () -> {
            LoadedBundle bundle = this.bundles.require(name);
            this.operations.requireIdle(name, "unload");
            requireNoDependents(bundle);
            this.operations.workOn(name, Operations.UNLOADED);
            withdraw(bundle);
        });
    }

    @SuppressWarnings("try")
    private void unload(String name, Runnable unloading) {
        try (Operation operation = this.operations.begin(OperationKind.UNLOAD, name, "unload a bundle")) {
            unloading.run();
        }
        catch (DependencyInUseException | ReentrantCallException | LifecycleBusyException ex) {
            if (this.bundles.find(name) != null) {
                LifecycleLog.refusedToUnload(name, ex);
            }
            throw ex;
        }
    }

    private void requireNoDependents(LoadedBundle bundle) {
        List<String> dependents = this.dependents.on(bundle);
        if (!dependents.isEmpty()) {
            String reason = "bundles " + dependents + " depend on contracts that only it provides";
            throw new DependencyInUseException(bundle.name(), dependents,
                    new Explanation("cannot unload bundle '" + bundle.name() + "': " + reason, reason,
                            "Unload them first, or cascade"));
        }
    }

    private void withdraw(LoadedBundle bundle) {
        Generation generation = bundle.generation();
        this.operations.trace().about(bundle.name());
        try {
            this.phases.tell(new ReloadPhase.Unloading(bundle.name(), generation.bundleId(), generation.number()));
            this.publication.withdraw(bundle);
        }
        finally {
            this.operations.leave(bundle.name());
        }
    }

    List<String> unloadCascade(String name) {
        List<String> gone = new ArrayList<>();
        unload(name, () -> unloadWithDependents(this.bundles.require(name), gone, "it"));
        return gone;
    }

    /**
     * Dependents first. One that is on its way out already, because bundles depend on
     * each other, is left to those who began.
     */
    private void unloadWithDependents(LoadedBundle bundle, List<String> gone, String subject) {
        this.operations.requireIdle(bundle.name(), "unload", subject);
        this.operations.workOn(bundle.name(), Operations.UNLOADED);
        try {
            for (String dependent : this.dependents.on(bundle)) {
                LoadedBundle found = this.bundles.find(dependent);
                if (found != null && !this.operations.isAtWork(dependent, Operations.UNLOADED)) {
                    unloadWithDependents(found, gone, "bundle '" + dependent + "', which goes first,");
                }
            }
        }
        catch (Throwable ex) {
            this.operations.leave(bundle.name());
            throw ex;
        }
        withdraw(bundle);
        gone.add(bundle.name());
    }

}
