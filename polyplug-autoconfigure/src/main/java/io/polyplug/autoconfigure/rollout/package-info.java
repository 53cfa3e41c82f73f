/**
 * Rollouts as properties and beans of the application describe them.
 */
@NullMarked
package io.polyplug.autoconfigure.rollout;

import org.jspecify.annotations.NullMarked;
