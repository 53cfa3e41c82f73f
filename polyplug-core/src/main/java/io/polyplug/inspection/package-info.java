/**
 * What can be told of a bundle without a runtime: what its manifest promises, what its
 * libraries need and have, what would keep them mapped, who signed it, and everything for
 * which a runtime would refuse it. {@link io.polyplug.inspection.BundleInspection} is the
 * way in. No code of a bundle runs.
 * <p>
 * The rules are those of the runtime, which stops at the first that is not kept.
 */
@NullMarked
package io.polyplug.inspection;

import org.jspecify.annotations.NullMarked;
