package io.polyplug.codegen.api;

/**
 * What a parameter, result or field can be: a {@link Primitive} of the ABI, or a
 * {@link Reference} to a record or enum of the same api.
 */
public sealed interface Type permits Primitive, Reference {

    /**
     * {@return the type as {@code api.toml} spells it}
     */
    String spelling();

}
