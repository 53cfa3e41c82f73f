/**
 * Bundles that upstream's published tools have made, run by this host.
 */
@NullMarked
package io.polyplug.interop;

import org.jspecify.annotations.NullMarked;
