/**
 * The seam to what opens bundles: a loader gets the private copy of a bundle's folder and
 * gives the code that can be initialised and closed. The native loader is a room of its
 * own, which knows this one; loaders of the application are adapted here. Operations,
 * publication and staging are unknown.
 */
@NullMarked
package io.polyplug.loader;

import org.jspecify.annotations.NullMarked;
