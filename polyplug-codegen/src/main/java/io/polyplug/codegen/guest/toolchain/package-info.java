/**
 * Projects in Rust, Go and Zig, each built by its language's own tool. Here a value of
 * the author's is not what lies in native memory: a language says how to read and write
 * it.
 */
@NullMarked
package io.polyplug.codegen.guest.toolchain;

import org.jspecify.annotations.NullMarked;
