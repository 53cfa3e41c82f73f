/**
 * Native code through {@code java.lang.foreign}, for Java 25 and later.
 */
@NullMarked
package io.polyplug.ffm;

import org.jspecify.annotations.NullMarked;
