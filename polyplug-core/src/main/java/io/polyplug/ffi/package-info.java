/**
 * The few things that only native code can do: open libraries, call functions, be called
 * back, reach memory.
 * <p>
 * {@link io.polyplug.ffi.NativeBackend} is all that differs between the ways to reach
 * native code. A backend moves bytes and decides nothing; what a call means, which memory
 * is whose and what an error says is decided above it.
 */
@NullMarked
package io.polyplug.ffi;

import org.jspecify.annotations.NullMarked;
