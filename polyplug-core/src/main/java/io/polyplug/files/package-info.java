/**
 * Private copies of bundles' folders. {@link io.polyplug.files.BundleCopy} is the way in.
 * <p>
 * Invariant: what is opened lies in a folder that only this user can enter and that is
 * never written again. Nothing here knows where copies are made, or what is in the files.
 */
@NullMarked
package io.polyplug.files;

import org.jspecify.annotations.NullMarked;
