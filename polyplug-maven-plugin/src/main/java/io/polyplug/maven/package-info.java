/**
 * The goals of the Maven plugin. Each takes parameters from Maven, has {@code
 * io.polyplug.codegen} do the work, and tells Maven what came of it; none knows how
 * anything is generated.
 */
@NullMarked
package io.polyplug.maven;

import org.jspecify.annotations.NullMarked;
