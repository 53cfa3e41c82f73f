/**
 * Bundles from servers that the tests run themselves.
 */
@NullMarked
package io.polyplug.sources;

import org.jspecify.annotations.NullMarked;
