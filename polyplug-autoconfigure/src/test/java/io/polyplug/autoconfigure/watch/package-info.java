/**
 * Tests of watching, with real files.
 */
@NullMarked
package io.polyplug.autoconfigure.watch;

import org.jspecify.annotations.NullMarked;
