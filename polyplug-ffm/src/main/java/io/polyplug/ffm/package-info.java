/**
 * Native code through {@code java.lang.foreign}, for Java 25 and later: the backend,
 * which moves bytes and decides nothing, and the memory and the downcall that compiled
 * calls use as well. Knows the seam {@code io.polyplug.ffi} and nothing of what is
 * called.
 */
@NullMarked
package io.polyplug.ffm;

import org.jspecify.annotations.NullMarked;
