/**
 * What a thread is in: the calls of guests, their pins, the init window, the
 * floating-point environment; whose host table is whose; and the text that comes across.
 * Calls of contracts and answers to guests both stand on it, so it may know neither.
 */
@NullMarked
package io.polyplug.boundary;

import org.jspecify.annotations.NullMarked;
