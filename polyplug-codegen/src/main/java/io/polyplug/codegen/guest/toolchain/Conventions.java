package io.polyplug.codegen.guest.toolchain;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

import io.polyplug.codegen.guest.model.Names;
import io.polyplug.codegen.guest.model.Spelling;

/**
 * How a language calls things.
 *
 * @param comment what begins a line of documentation
 * @param types types and contracts
 * @param functions functions of a contract
 * @param fields fields of a record
 * @param parameters parameters of a function
 * @param variants variants of an enum
 * @param shadowing whether a parameter may be called like a function of its contract
 */
record Conventions(String comment, Kind types, Kind functions, Kind fields, Kind parameters, Kind variants,
        boolean shadowing) {

    /**
     * What things of one kind may be called.
     *
     * @param spelling how the language likes such names
     * @param taken names that are something else
     */
    record Kind(UnaryOperator<String> spelling, Set<String> taken) {

        Kind {
            taken = Set.copyOf(taken);
        }

        Kind(UnaryOperator<String> spelling) {
            this(spelling, Set.of());
        }

        /**
         * Returns the names of a scope that has none yet.
         * @return the names
         */
        Names names() {
            return names(List.of());
        }

        /**
         * Returns the names of a scope that has other things.
         * @param others what they are called
         * @return the names
         */
        Names names(Collection<String> others) {
            Set<String> all = new HashSet<>(this.taken);
            all.addAll(others);
            return new Names(this.spelling, all);
        }

        /**
         * Returns the same, which steps out of the way of words that mean something else.
         * @param keywords which they are
         * @param form the name that stands for a keyword, which is its {@code %s}
         * @return the kind
         */
        Kind without(Predicate<String> keywords, String form) {
            return new Kind(Spelling.without(this.spelling, keywords, form), this.taken);
        }

        /**
         * Returns the same with other names that are something else.
         * @param names the names
         * @return the kind
         */
        Kind taken(Set<String> names) {
            return new Kind(this.spelling, names);
        }

    }

}
