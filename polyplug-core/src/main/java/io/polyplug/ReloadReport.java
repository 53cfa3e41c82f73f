package io.polyplug;

import java.time.Duration;
import java.util.List;

import io.polyplug.contract.Version;

/**
 * What a successful reload or rollback did.
 *
 * @param bundleName the bundle that was replaced
 * @param previousVersion the version that served before
 * @param version the version that serves now
 * @param generation the generation that serves now
 * @param duration from the start of the work, after waiting for other reloads, to the
 * publication, with the dependents that were reloaded along: the one that the log and
 * {@link ReloadPhase.Reloaded} tell
 * @param cascaded reports of the dependents that were reloaded along, in that order; what
 * depends on them in turn is in their reports
 * @param cascadeFailures one sentence for each dependent whose reload failed, with those
 * of the reports in {@code cascaded}
 * @param kind whether it was a reload or a rollback
 */
public record ReloadReport(String bundleName, Version previousVersion, Version version, long generation,
        Duration duration, List<ReloadReport> cascaded, List<String> cascadeFailures, ReloadKind kind) {

    /**
     * Creates the report with copies of the lists.
     */
    public ReloadReport {
        cascaded = List.copyOf(cascaded);
        cascadeFailures = List.copyOf(cascadeFailures);
    }

}
