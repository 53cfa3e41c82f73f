/**
 * An api as Java says it, in both directions: {@link JavaSources} writes interfaces,
 * records and enums for an api, and {@link JavaApi} reads an api from interfaces. What
 * comes from Java returns to Java unchanged.
 * <p>
 * Names follow one rule for each kind of thing. Functions, parameters and fields turn
 * from {@code snake_case} to {@code lowerCamel}, types and the interfaces of contracts to
 * {@code UpperCamel}, variants of enums to {@code UPPER_SNAKE}. A name of Java that no
 * name of an api leads to is refused. Knows neither the syntax of {@code api.toml} nor
 * folders.
 */
@NullMarked
package io.polyplug.codegen.java;

import org.jspecify.annotations.NullMarked;
