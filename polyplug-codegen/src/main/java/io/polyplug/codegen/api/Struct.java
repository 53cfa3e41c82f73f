package io.polyplug.codegen.api;

import java.util.List;

/**
 * A record ({@code [[types]]}): fields in their order, each at its natural alignment.
 *
 * @param name the name, an identifier
 * @param fields the fields, at least one
 * @param docs what is said about it, empty if nothing is
 * @param position where it is declared
 */
public record Struct(String name, List<Field> fields, String docs, Position position) implements Declaration {

    /**
     * Makes the list unmodifiable.
     */
    public Struct {
        fields = List.copyOf(fields);
    }

}
