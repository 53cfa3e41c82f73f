/**
 * The work directory and the private copies of bundles in it.
 * <p>
 * Invariants: what is opened lies in a folder of this process that only its user can
 * enter and that is never written again; the name of such a folder is never used twice;
 * leftovers of a process are removed only by one that holds its lock.
 */
@NullMarked
package io.polyplug.files;

import org.jspecify.annotations.NullMarked;
