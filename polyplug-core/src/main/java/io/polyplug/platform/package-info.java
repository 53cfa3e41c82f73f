/**
 * What this process runs on: operating system, processor, C library. Asked here and
 * nowhere else, so that all parts of the runtime answer alike.
 * <p>
 * The lowest room of all: it knows the exceptions, and nothing else of polyplug.
 */
@NullMarked
package io.polyplug.platform;

import org.jspecify.annotations.NullMarked;
