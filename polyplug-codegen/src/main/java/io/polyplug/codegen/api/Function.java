package io.polyplug.codegen.api;

import java.util.List;
import java.util.Optional;

/**
 * A function of a contract.
 *
 * @param id its place in the table of functions, from 0
 * @param name the name, an identifier, unique in its contract
 * @param parameters the parameters in their order; no two of one name
 * @param result what it returns, or nothing
 * @param sideEffectFree of a guest contract's function: whether it may be called twice,
 * or in vain, without anybody noticing
 * @param docs what is said about it, empty if nothing is
 * @param position where it is declared
 */
public record Function(int id, String name, List<Field> parameters, Optional<Type> result, boolean sideEffectFree,
        String docs, Position position) {

    /**
     * Makes the list unmodifiable.
     */
    public Function {
        parameters = List.copyOf(parameters);
    }

}
