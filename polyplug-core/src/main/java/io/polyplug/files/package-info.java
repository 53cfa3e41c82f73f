/**
 * Private copies of bundles' folders. {@link io.polyplug.files.PrivateCopies} is the way
 * in.
 * <p>
 * Invariant: what is opened lies in a folder that only this user can enter, and is not
 * written to until nobody has it mapped any more. Nothing here knows where copies are
 * made, or what is in the files.
 */
@NullMarked
package io.polyplug.files;

import org.jspecify.annotations.NullMarked;
