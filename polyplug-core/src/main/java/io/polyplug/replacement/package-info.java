/**
 * How a loaded bundle is replaced: at once, by a reload or a rollback with those that
 * follow from it, or by a candidate that is tried first. A reload is read in
 * {@link io.polyplug.replacement.Reload}, from top to bottom, and a rollout in
 * {@link io.polyplug.replacement.Rollouts}.
 */
@NullMarked
package io.polyplug.replacement;

import org.jspecify.annotations.NullMarked;
