/**
 * Meters of runtimes and their bundles.
 */
@NullMarked
package io.polyplug.autoconfigure.metrics;

import org.jspecify.annotations.NullMarked;
