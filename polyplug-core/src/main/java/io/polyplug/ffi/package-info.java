/**
 * The few things that only native code can do: open libraries, call functions, be called
 * back, reach memory.
 * <p>
 * {@link io.polyplug.ffi.NativeBackend} is the seam: all that differs between the ways to
 * reach native code. A backend moves bytes and decides nothing; what a call means, which
 * memory is whose and what an error says is decided above it. What stands on the seam
 * alone is here as well: the system's loader ({@link io.polyplug.ffi.Libraries}), room on
 * the stack, the floating-point environment. No backend is known here.
 */
@NullMarked
package io.polyplug.ffi;

import org.jspecify.annotations.NullMarked;
