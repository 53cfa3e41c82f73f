/**
 * From a private copy to a generation that can be published: a loader opens the code, the
 * code registers its contracts, and everything is checked. What fails leaves nothing
 * behind.
 */
@NullMarked
package io.polyplug.loader;

import org.jspecify.annotations.NullMarked;
