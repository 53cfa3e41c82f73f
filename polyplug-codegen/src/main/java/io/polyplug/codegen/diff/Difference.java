package io.polyplug.codegen.diff;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

import io.polyplug.codegen.api.Position;

/**
 * One thing that differs between two versions of an api. Immutable.
 *
 * @param kind what happened
 * @param severity whether it breaks somebody who is not built anew
 * @param feltBy who has to do something about it, at once if it breaks or when they are
 * built next; empty if nobody has to
 * @param subject the contract or type that it happened to, such as {@code demo.Greeter}
 * @param text what happened and what comes of it, in sentences without the last full stop
 * @param position where it stands: in the later api if it is there, else in the earlier
 */
public record Difference(Kind kind, Severity severity, Set<Party> feltBy, String subject, String text,
        Position position) {

    /**
     * Makes the set unmodifiable, in the order of {@link Party}.
     */
    public Difference {
        Set<Party> ordered = EnumSet.noneOf(Party.class);
        ordered.addAll(feltBy);
        feltBy = Collections.unmodifiableSet(ordered);
    }

    /**
     * {@return whether somebody breaks who is not built anew}
     */
    public boolean isBreaking() {
        return this.severity == Severity.BREAKING;
    }

    /**
     * {@return one line in the form that compilers use:
     * {@code api.toml:3:8: breaking for callers, guests: demo.Greeter: text.}}
     */
    @Override
    public String toString() {
        String parties = this.feltBy.stream().map(Difference::lowerCase).collect(Collectors.joining(", "));
        return this.position + ": " + lowerCase(this.severity) + (parties.isEmpty() ? "" : " for " + parties) + ": "
                + this.subject + ": " + this.text + ".";
    }

    private static String lowerCase(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /**
     * Whether class files and libraries that were built with the earlier api still work
     * with those that are built with the later one.
     */
    public enum Severity {

        /** They do not: they misread memory, call something else, or are refused. */
        BREAKING,

        /** They do. Sources may have to change when they are built next. */
        COMPATIBLE

    }

    /**
     * Who feels a difference.
     */
    public enum Party {

        /** Whoever calls a guest contract: Java, and other bundles. */
        CALLERS,

        /** Bundles: they implement guest contracts, and they call host contracts. */
        GUESTS,

        /** Whoever implements a host contract. */
        APPLICATION

    }

    /**
     * What happened.
     */
    public enum Kind {

        /** A contract is not there any more, by this name and kind. */
        CONTRACT_REMOVED,

        /** A contract is new. */
        CONTRACT_ADDED,

        /** The major version changed, which makes it another contract. */
        MAJOR_CHANGED,

        /** The minor version went down. */
        MINOR_LOWERED,

        /** The minor version went up. */
        MINOR_RAISED,

        /** Functions were appended, and the minor version is what it was. */
        MINOR_NOT_RAISED,

        /**
         * A host contract's guests shared one instance and do not now, or the reverse.
         */
        SINGLETON_CHANGED,

        /** A function is not there any more. */
        FUNCTION_REMOVED,

        /** A function has another name, and its place and types. */
        FUNCTION_RENAMED,

        /** A function stands in another order with its neighbours. */
        FUNCTION_MOVED,

        /** A new function stands at the place of an earlier one. */
        FUNCTION_INSERTED,

        /** A new function stands behind all earlier ones. */
        FUNCTION_APPENDED,

        /** A function takes other types, or more or fewer of them. */
        PARAMETERS_CHANGED,

        /** A function takes the same parameters in another order. */
        PARAMETERS_MOVED,

        /** A parameter has another name. */
        PARAMETER_RENAMED,

        /** A function returns another type, or began or ceased to return something. */
        RESULT_CHANGED,

        /** A function is called free of side effects and was not, or the reverse. */
        SIDE_EFFECTS_CHANGED,

        /** A type is not there any more. */
        TYPE_REMOVED,

        /** A type has another name and the same form. */
        TYPE_RENAMED,

        /** A record became an enum, or the reverse. */
        TYPE_REPLACED,

        /** A record lacks a field that it had. */
        FIELD_REMOVED,

        /** A field has another name, and its place and type. */
        FIELD_RENAMED,

        /** A field stands in another order with its neighbours. */
        FIELD_MOVED,

        /** A field has another type. */
        FIELD_RETYPED,

        /** A record has a field more. */
        FIELD_ADDED,

        /** An enum lies in another number of bytes. */
        REPR_CHANGED,

        /**
         * The values of an enum were combined bit by bit and are not now, or the reverse.
         */
        BIT_FLAG_CHANGED,

        /** An enum lacks a value that it had. */
        VARIANT_REMOVED,

        /** A variant has another name and the same value. */
        VARIANT_RENAMED,

        /** A variant has another value. */
        VARIANT_RENUMBERED,

        /** An enum has a variant more. */
        VARIANT_ADDED

    }

}
