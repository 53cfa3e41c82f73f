/**
 * Watching the folders of bundles, so that what changes in them is reloaded.
 */
@NullMarked
package io.polyplug.autoconfigure.watch;

import org.jspecify.annotations.NullMarked;
