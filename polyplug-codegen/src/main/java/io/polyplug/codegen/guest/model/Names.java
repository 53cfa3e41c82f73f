package io.polyplug.codegen.guest.model;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * The names of one scope of a project, no two of which are the same. Where spelling makes
 * two names one, the later has a number. Not thread-safe.
 */
public final class Names {

    private final UnaryOperator<String> spelling;

    private final Set<String> taken;

    private final Map<String, String> names = new HashMap<>();

    /**
     * Begins a scope.
     * @param spelling how the language likes its names
     * @param taken names that are something else there
     */
    public Names(UnaryOperator<String> spelling, Collection<String> taken) {
        this.spelling = spelling;
        this.taken = new HashSet<>(taken);
    }

    /**
     * Returns what something is called; always the same for the same name.
     * @param name the name in the api
     * @return an identifier
     */
    public String of(String name) {
        return this.names.computeIfAbsent(name, this::free);
    }

    private String free(String name) {
        String wanted = this.spelling.apply(name);
        String free = wanted;
        for (int number = 2; !this.taken.add(free); number++) {
            free = this.spelling.apply(name + "_" + number);
        }
        return free;
    }

}
