/**
 * From a folder, or Java objects, to a generation that can be published: copy, read,
 * verify; then open, initialise, check. {@link io.polyplug.staging.Staging} is the way
 * in. What fails leaves nothing behind. Who serves, and who is told, is unknown here.
 */
@NullMarked
package io.polyplug.staging;

import org.jspecify.annotations.NullMarked;
