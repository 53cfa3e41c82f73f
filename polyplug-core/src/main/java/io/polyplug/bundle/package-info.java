/**
 * Bundles as they lie on disk: the manifest and the folders that hold one.
 * {@link io.polyplug.bundle.Manifest} is the way in. Nothing here opens a library or
 * keeps a file open, and every type is immutable.
 */
@NullMarked
package io.polyplug.bundle;

import org.jspecify.annotations.NullMarked;
