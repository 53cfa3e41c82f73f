/**
 * From a bundle's folder to a generation that can be opened: the work directory, private
 * copies, and what is known of a library before it is opened.
 * <p>
 * Invariants: what is opened lies in a folder of this process that only its user can
 * enter and that is never written again; the name of such a folder is never used twice;
 * leftovers of a process are removed only by one that holds its lock.
 */
@NullMarked
package io.polyplug.loader;

import org.jspecify.annotations.NullMarked;
