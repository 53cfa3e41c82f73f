/**
 * What an {@code api.toml} says, as values: contracts, their functions, and the types
 * that those take and return. Immutable, and already proved: whoever has an {@link Api}
 * has one whose names, references and numbers are right.
 */
@NullMarked
package io.polyplug.codegen.api;

import org.jspecify.annotations.NullMarked;
