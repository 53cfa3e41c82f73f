package io.polyplug.codegen.api;

/**
 * A field of a record, or a parameter of a function.
 *
 * @param name the name, an identifier
 * @param type the type
 * @param docs what is said about it, empty if nothing is
 * @param position where it is declared
 */
public record Field(String name, Type type, String docs, Position position) {
}
