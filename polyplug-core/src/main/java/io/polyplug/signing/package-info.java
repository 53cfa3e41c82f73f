/**
 * Signatures of bundles: keys, signing and verifying, in the files of the ABI
 * specification 8.6, so that what polyplug's own tool signs is verified here and the
 * other way round. Needs no runtime; the runtime uses it where its signature policy asks
 * for it.
 */
@NullMarked
package io.polyplug.signing;

import org.jspecify.annotations.NullMarked;
