/**
 * With Reactor, and without it.
 */
@NullMarked
package io.polyplug.autoconfigure.reactive;

import org.jspecify.annotations.NullMarked;
