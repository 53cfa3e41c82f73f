package io.polyplug.codegen.guest.model;

import java.util.List;
import java.util.regex.Pattern;

import io.polyplug.codegen.api.Function;

/**
 * Docs of an api as lines that a comment of any language may have.
 */
public final class Docs {

    /**
     * Control characters, tabs among them, line breaks that are none to every compiler,
     * byte order marks, and what turns the direction of text: compilers refuse these, or
     * warn of them.
     */
    private static final Pattern REFUSED = Pattern
        .compile("[\\p{IsCc}\\u061c\\u200e\\u200f\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069\\ufeff]");

    private static final String SIDE_EFFECT_FREE = "It is free of side effects: during a rollout it may be called twice, or in vain.";

    private Docs() {
    }

    /**
     * Returns what is said about a function, and what its author promises.
     * @param function the function
     * @return docs; empty if nothing is said
     */
    public static String of(Function function) {
        return function.sideEffectFree() ? (function.docs().strip() + "\n\n" + SIDE_EFFECT_FREE).strip()
                : function.docs();
    }

    /**
     * Returns the lines of docs, with a blank for each character that compilers refuse.
     * @param docs what an author says
     * @return the lines, without blanks at their ends; none if nothing is said
     */
    public static List<String> lines(String docs) {
        List<String> lines = docs.lines().map((line) -> REFUSED.matcher(line).replaceAll(" ").stripTrailing()).toList();
        return String.join("\n", lines).strip().lines().toList();
    }

}
