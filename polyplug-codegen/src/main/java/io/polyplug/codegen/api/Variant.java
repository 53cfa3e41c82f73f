package io.polyplug.codegen.api;

/**
 * One variant of an enum.
 *
 * @param name the name, an identifier
 * @param expression the value as it is written
 * @param value the value, unsigned, within the range of the enum's representation
 * @param docs what is said about it, empty if nothing is
 * @param position where it is declared
 */
public record Variant(String name, String expression, long value, String docs, Position position) {
}
