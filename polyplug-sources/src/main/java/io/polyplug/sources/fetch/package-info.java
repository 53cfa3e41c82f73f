/**
 * What a source is, and what fetching from one means, whatever its kind.
 */
@NullMarked
package io.polyplug.sources.fetch;

import org.jspecify.annotations.NullMarked;
