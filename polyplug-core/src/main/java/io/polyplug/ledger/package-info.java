/**
 * What is known of a bundle whichever generation of it is active: marks that go one way,
 * the bytes it holds, the calls that were made. {@link io.polyplug.ledger.BundleLedger}
 * is the way in. Nothing here knows generations, or what is published.
 */
@NullMarked
package io.polyplug.ledger;

import org.jspecify.annotations.NullMarked;
