/**
 * Folders of bundles as they lie there while others write to them: what is in them, where
 * links lead, and what the operating system tells about them. Nothing here knows the
 * runtime, or what becomes of a change.
 */
@NullMarked
package io.polyplug.autoconfigure.watch.folder;

import org.jspecify.annotations.NullMarked;
