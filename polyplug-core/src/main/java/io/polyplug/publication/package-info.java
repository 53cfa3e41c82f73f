/**
 * What is loaded and serves: published first, retired after what takes its place, and
 * reclaimed when no call is in it. {@link io.polyplug.publication.Publication} and
 * {@link io.polyplug.publication.Retirements} are the ways in. Why something is published
 * or withdrawn, and what failed before that, is unknown here.
 */
@NullMarked
package io.polyplug.publication;

import org.jspecify.annotations.NullMarked;
