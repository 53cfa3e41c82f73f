package io.polyplug.codegen.api;

import java.util.List;

import io.polyplug.contract.Repr;

/**
 * An enum ({@code [[enum]]}).
 *
 * @param name the name, an identifier
 * @param repr how it lies in native memory
 * @param bitFlag whether values are combined bit by bit
 * @param variants the variants; no two of one name
 * @param docs what is said about it, empty if nothing is
 * @param position where it is declared
 */
public record Enumeration(String name, Repr repr, boolean bitFlag, List<Variant> variants, String docs,
        Position position) implements Declaration {

    /**
     * Makes the list unmodifiable.
     */
    public Enumeration {
        variants = List.copyOf(variants);
    }

}
