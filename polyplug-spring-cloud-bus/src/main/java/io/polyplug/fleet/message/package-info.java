/**
 * What instances of a fleet tell each other: records of names, numbers and reasons, no
 * code and no path. All are immutable.
 */
@NullMarked
package io.polyplug.fleet.message;

import org.jspecify.annotations.NullMarked;
