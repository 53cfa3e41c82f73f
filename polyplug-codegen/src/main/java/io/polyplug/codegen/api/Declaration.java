package io.polyplug.codegen.api;

/**
 * A type that an api declares: a {@link Struct} or an {@link Enumeration}. Their names
 * are unique among both.
 */
public sealed interface Declaration permits Struct, Enumeration {

    /**
     * {@return the name, an identifier}
     */
    String name();

    /**
     * {@return what is said about it, empty if nothing is}
     */
    String docs();

    /**
     * {@return where it is declared}
     */
    Position position();

}
