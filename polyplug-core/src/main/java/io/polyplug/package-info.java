/**
 * The plugin runtime. {@link io.polyplug.PolyplugRuntime} is the way in: it loads
 * bundles, replaces them while they are called, and hands out the Java side of their
 * contracts. Beside it stand the words of its API, records and choices; they know nothing
 * of what is behind them.
 */
@NullMarked
package io.polyplug;

import org.jspecify.annotations.NullMarked;
