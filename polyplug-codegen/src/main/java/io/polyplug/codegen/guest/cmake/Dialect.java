package io.polyplug.codegen.guest.cmake;

import io.polyplug.codegen.api.Api;
import io.polyplug.codegen.api.Type;

/**
 * How C, or C++, spells the types of an api.
 */
interface Dialect {

    /**
     * {@return what stands before the lines of a function's comment}
     */
    String indent();

    /**
     * {@return the type of a field that the author sees}
     */
    String field(Type type);

    /**
     * {@return the type of a field as it lies in native memory}
     */
    String wire(Type type);

    /**
     * {@return the type of a parameter of the author's function}
     */
    String parameter(Api api, Type type);

    /**
     * {@return an expression for a value of the type that says nothing}
     */
    String nothing(Api api, Type type);

    /**
     * {@return an expression that a test may pass}
     */
    String sample(Api api, Type type);

    /** Returns a declaration of the type and name. */
    static String declaration(String type, String name) {
        return type + ((type.endsWith("*") || type.endsWith("&")) ? "" : " ") + name;
    }

}
