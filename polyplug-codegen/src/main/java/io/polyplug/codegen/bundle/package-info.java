/**
 * Bundles that are built: {@link io.polyplug.codegen.bundle.ManifestCompletion} writes
 * what their manifests lack, {@link io.polyplug.codegen.bundle.BundleValidation} judges
 * them. The one room that knows the runtime: what a manifest means, and whether a bundle
 * is taken, is what the runtime says.
 */
@NullMarked
package io.polyplug.codegen.bundle;

import org.jspecify.annotations.NullMarked;
