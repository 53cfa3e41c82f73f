package io.polyplug.autoconfigure.watch;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.polyplug.PolyplugRuntime;
import io.polyplug.ReloadReport;
import io.polyplug.autoconfigure.rollout.ConfiguredRollouts;
import io.polyplug.rollout.RolloutSettings;

/**
 * How loaded bundles are replaced by what their folders hold now: at once, or step by
 * step where there is a plan. A candidate that is tried gives way to a newer one.
 *
 * @param runtime the runtime
 * @param rollouts the plan, if there is one
 */
record Replacements(PolyplugRuntime runtime, ConfiguredRollouts rollouts) {

    /**
     * Replaces a bundle.
     * @return the names of the bundles that have been reloaded, those along included
     */
    Set<String> replace(Change.Reload change) {
        String bundle = change.bundle();
        return replace(bundle, (settings) -> this.runtime.canaryBundle(bundle, settings),
                () -> this.runtime.reloadBundle(bundle));
    }

    /**
     * Replaces a bundle by what is in another folder.
     * @return the names of the bundles that have been reloaded, those along included
     */
    Set<String> replace(Change.Move change) {
        return replace(change.bundle(), (settings) -> this.runtime.canaryBundle(change.folder(), settings),
                () -> this.runtime.reloadBundle(change.folder()));
    }

    private Set<String> replace(String bundle, Consumer<RolloutSettings> rollout, Supplier<ReloadReport> reload) {
        Optional<RolloutSettings> settings = this.rollouts.watched(bundle);
        Set<String> reloaded = new LinkedHashSet<>();
        if (settings.isEmpty()) {
            note(reload.get(), reloaded);
        }
        else {
            if (this.runtime.rollout(bundle).isPresent()) {
                this.runtime.abandonBundle(bundle);
            }
            rollout.accept(settings.get());
        }
        return reloaded;
    }

    private static void note(ReloadReport report, Set<String> reloaded) {
        reloaded.add(report.bundleName());
        report.cascaded().forEach((along) -> note(along, reloaded));
    }

}
