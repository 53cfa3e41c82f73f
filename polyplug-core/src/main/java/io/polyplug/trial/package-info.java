/**
 * One rollout as its calls see it: which of two versions gets a call, and what the two
 * did. {@link io.polyplug.trial.Trial} is the way in. Nothing here knows what a version
 * is, or how it is called.
 */
@NullMarked
package io.polyplug.trial;

import org.jspecify.annotations.NullMarked;
