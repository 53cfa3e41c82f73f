/**
 * {@code api.toml}: its text to an {@link io.polyplug.codegen.api.Api} and back. Every
 * rule of the format is here, and each problem is told with its place and its cure. Knows
 * nothing of what is generated. Its size is that of the format: one class a rule or a
 * kind of table.
 */
@NullMarked
package io.polyplug.codegen.toml;

import org.jspecify.annotations.NullMarked;
