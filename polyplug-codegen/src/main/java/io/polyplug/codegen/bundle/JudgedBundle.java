package io.polyplug.codegen.bundle;

import java.util.Optional;

import io.polyplug.VerificationReport;
import io.polyplug.inspection.BundleInspection;

/**
 * A bundle that was judged.
 *
 * @param inspection what was found, with what a runtime said when it opened the bundle
 * @param report what the runtime would have loaded; nothing where it refused the bundle,
 * or did not get to open it
 */
public record JudgedBundle(BundleInspection inspection, Optional<VerificationReport> report) {
}
