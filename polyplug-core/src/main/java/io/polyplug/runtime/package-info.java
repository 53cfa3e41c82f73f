/**
 * What a runtime does: it loads, reloads, unloads and verifies bundles, hands out
 * contracts, and tells what there is. {@link io.polyplug.runtime.LazyEngine} is the way
 * in, and {@link io.polyplug.PolyplugRuntime} the only one who takes it.
 */
@NullMarked
package io.polyplug.runtime;

import org.jspecify.annotations.NullMarked;
