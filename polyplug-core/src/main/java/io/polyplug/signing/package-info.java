/**
 * Signatures of bundles: keys, signing and verifying, in the files of upstream's tool
 * (docs/abi.md 8.5), so that what it signs is verified here and the other way round.
 * Needs no runtime; the runtime uses it where its signature policy asks for it.
 */
@NullMarked
package io.polyplug.signing;

import org.jspecify.annotations.NullMarked;
