/**
 * Bundles as they lie on disk: the manifest, the folders that hold one, and the order in
 * which a set is loaded. {@link io.polyplug.bundle.Manifest} is the way in, and
 * immutable. Nothing here opens a library or keeps a file open.
 */
@NullMarked
package io.polyplug.bundle;

import org.jspecify.annotations.NullMarked;
