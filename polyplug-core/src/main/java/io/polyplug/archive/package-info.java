/**
 * Bundle archives: one file a bundle. {@link io.polyplug.archive.BundleArchive} packs and
 * unpacks them, and needs no runtime.
 */
@NullMarked
package io.polyplug.archive;

import org.jspecify.annotations.NullMarked;
