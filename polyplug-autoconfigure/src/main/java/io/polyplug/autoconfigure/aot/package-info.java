/**
 * What a build for GraalVM's native images is told.
 */
@NullMarked
package io.polyplug.autoconfigure.aot;

import org.jspecify.annotations.NullMarked;
