/**
 * Archives in Maven repositories, by the library that Maven itself resolves with.
 */
@NullMarked
package io.polyplug.sources.maven;

import org.jspecify.annotations.NullMarked;
