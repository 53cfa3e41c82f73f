/**
 * The folders that a runtime has for itself: the work directory, in which the private
 * copies of bundles lie, and those that bundles write to.
 * <p>
 * Invariants: the work directory is a folder of this process that only its user can
 * enter; the name of such a folder is never used twice; leftovers of a process are
 * removed only by one that holds its lock. Nothing here knows what is in a copy.
 */
@NullMarked
package io.polyplug.work;

import org.jspecify.annotations.NullMarked;
