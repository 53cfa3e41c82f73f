/**
 * The sample: a picture filtered by native code that is replaced while it runs.
 */
@NullMarked
package io.polyplug.sample;

import org.jspecify.annotations.NullMarked;
