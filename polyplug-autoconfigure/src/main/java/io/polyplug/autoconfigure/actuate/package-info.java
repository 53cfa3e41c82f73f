/**
 * The actuator endpoint and the health of polyplug.
 */
@NullMarked
package io.polyplug.autoconfigure.actuate;

import org.jspecify.annotations.NullMarked;
