/**
 * The packages of an application.
 */
@NullMarked
package io.polyplug.autoconfigure.app;

import org.jspecify.annotations.NullMarked;
