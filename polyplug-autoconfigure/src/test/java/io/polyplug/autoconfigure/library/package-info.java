/**
 * Contracts of a library that the application uses.
 */
@NullMarked
package io.polyplug.autoconfigure.library;

import org.jspecify.annotations.NullMarked;
