/**
 * What applications implement to load bundles of their own kinds.
 */
@NullMarked
package io.polyplug.spi;

import org.jspecify.annotations.NullMarked;
