package io.polyplug.codegen.guest.model;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * How languages like their identifiers. Words of a name begin at a capital, behind a
 * {@code _} or a dot, and never at a digit.
 */
public final class Spelling {

    private Spelling() {
    }

    /**
     * Returns {@code say_hello}.
     * @param name a name of the api
     * @return an identifier
     */
    public static String snake(String name) {
        return begun(String.join("_", words(name)), "x");
    }

    /**
     * Returns {@code SayHello}.
     * @param name a name of the api
     * @return an identifier
     */
    public static String pascal(String name) {
        return begun(words(name).stream().map(Spelling::capital).collect(Collectors.joining()), "X");
    }

    /**
     * Returns {@code sayHello}.
     * @param name a name of the api
     * @return an identifier
     */
    public static String camel(String name) {
        String pascal = pascal(name);
        return pascal.substring(0, 1).toLowerCase(Locale.ROOT) + pascal.substring(1);
    }

    /**
     * Returns {@code SAY_HELLO}.
     * @param name a name of the api
     * @return an identifier
     */
    public static String constant(String name) {
        return snake(name).toUpperCase(Locale.ROOT);
    }

    /**
     * Returns a spelling that steps out of the way of words that mean something else.
     * @param spelling how the language likes its names
     * @param words which they are
     * @param form the name that stands for one of them, which is its {@code %s}
     * @return the spelling
     */
    public static UnaryOperator<String> without(UnaryOperator<String> spelling, Predicate<String> words, String form) {
        return (name) -> {
            String spelled = spelling.apply(name);
            return words.test(spelled) ? form.formatted(spelled) : spelled;
        };
    }

    private static List<String> words(String name) {
        String parted = name.replaceAll("([a-z0-9])([A-Z])", "$1_$2").replaceAll("([A-Z]+)([A-Z][a-z])", "$1_$2");
        return Arrays.stream(parted.split("[_.]+"))
            .filter((word) -> !word.isEmpty())
            .map((word) -> word.toLowerCase(Locale.ROOT))
            .toList();
    }

    private static String capital(String word) {
        return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    }

    private static String begun(String identifier, String start) {
        if (identifier.isEmpty()) {
            return start;
        }
        return Character.isDigit(identifier.charAt(0)) ? start + identifier : identifier;
    }

}
