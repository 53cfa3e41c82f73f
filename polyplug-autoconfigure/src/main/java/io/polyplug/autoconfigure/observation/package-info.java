/**
 * Observations of single calls, for the contracts for which they are asked for.
 */
@NullMarked
package io.polyplug.autoconfigure.observation;

import org.jspecify.annotations.NullMarked;
