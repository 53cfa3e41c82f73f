/**
 * Native code through JNA, on every Java: the backend that core brings.
 * <p>
 * Nothing outside of this room knows JNA, and nothing in here knows what is called:
 * {@link io.polyplug.jna.JnaBackend} moves bytes as {@link io.polyplug.ffi.NativeBackend}
 * says.
 */
@NullMarked
package io.polyplug.jna;

import org.jspecify.annotations.NullMarked;
