/**
 * Rollouts, as applications have them.
 */
@NullMarked
package io.polyplug.autoconfigure.rollout;

import org.jspecify.annotations.NullMarked;
