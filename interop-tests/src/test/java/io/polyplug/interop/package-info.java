/**
 * Bundles that upstream's published tools have made, and bundles in other languages, run
 * by this host.
 */
@NullMarked
package io.polyplug.interop;

import org.jspecify.annotations.NullMarked;
