package io.polyplug.codegen.api;

import java.util.List;

import io.polyplug.contract.Version;

/**
 * A contract of either kind.
 *
 * @param kind who implements it
 * @param name its name, such as {@code demo.Greeter}; unique in the api
 * @param version the version that the functions make up
 * @param singleton of a host contract: whether all guests share one instance
 * @param functions the functions, whose place in the list is their id
 * @param docs what is said about it, empty if nothing is
 * @param position where it is declared
 */
public record Contract(Kind kind, String name, Version version, boolean singleton, List<Function> functions,
        String docs, Position position) {

    /**
     * Makes the list unmodifiable.
     */
    public Contract {
        functions = List.copyOf(functions);
    }

    /**
     * {@return the part of the name behind the last dot}
     */
    public String simpleName() {
        return this.name.substring(this.name.lastIndexOf('.') + 1);
    }

    /**
     * Who implements a contract.
     */
    public enum Kind {

        /** A bundle does, and Java calls. */
        GUEST,

        /** The application does, and bundles call. */
        HOST

    }

}
