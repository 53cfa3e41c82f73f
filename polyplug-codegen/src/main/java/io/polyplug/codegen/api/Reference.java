package io.polyplug.codegen.api;

/**
 * The use of a declared type.
 *
 * @param name the record's or enum's name
 */
public record Reference(String name) implements Type {

    @Override
    public String spelling() {
        return this.name;
    }

}
