/**
 * Projects for bundles to begin with: what is made of an api stands beside what the
 * author writes, and only the latter is the author's. Knows the binary interface by the
 * layouts of the api, and the languages by the rooms below; does not run any compiler.
 */
@NullMarked
package io.polyplug.codegen.guest;

import org.jspecify.annotations.NullMarked;
