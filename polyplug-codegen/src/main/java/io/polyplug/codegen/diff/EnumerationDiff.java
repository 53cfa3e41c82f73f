package io.polyplug.codegen.diff;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

import io.polyplug.codegen.api.Enumeration;
import io.polyplug.codegen.api.Primitive;
import io.polyplug.codegen.api.Variant;
import io.polyplug.codegen.diff.Difference.Kind;

/**
 * Compares two forms of one enum, whose order does not matter.
 */
final class EnumerationDiff {

    private final TypeDiff types;

    EnumerationDiff(TypeDiff types) {
        this.types = types;
    }

    void compare(Enumeration earlier, Enumeration later) {
        if (earlier.repr() != later.repr()) {
            this.types.bytesChanged(Kind.REPR_CHANGED, later,
                    "Its representation is " + spelling(later) + " and was " + spelling(earlier), later.position());
        }
        if (earlier.bitFlag() != later.bitFlag()) {
            this.types.bytesChanged(Kind.BIT_FLAG_CHANGED, later,
                    later.bitFlag()
                            ? "Values are combined bit by bit now: one that was a single variant is a set of them"
                            : "Values are not combined bit by bit any more: a set of them is an unknown value",
                    later.position());
        }
        for (Variant variant : earlier.variants()) {
            compare(variant, later);
        }
        for (Variant variant : later.variants()) {
            if (named(earlier.variants(), variant).isEmpty() && valued(earlier.variants(), variant).isEmpty()) {
                this.types.valueAdded(later, "Variant " + variant.name() + " = " + number(variant) + " was added",
                        variant.position());
            }
        }
    }

    private void compare(Variant variant, Enumeration later) {
        Optional<Variant> same = named(later.variants(), variant);
        if (same.isPresent()) {
            if (same.get().value() != variant.value()) {
                this.types.bytesChanged(Kind.VARIANT_RENUMBERED, later,
                        "Variant " + variant.name() + " is " + number(same.get()) + " and was " + number(variant),
                        same.get().position());
            }
            return;
        }
        valued(later.variants(), variant)
            .ifPresentOrElse(
                    (renamed) -> this.types.nameChanged(Kind.VARIANT_RENAMED, later, "Variant " + number(variant)
                            + " was " + variant.name() + " and is " + renamed.name(), renamed.position()),
                    () -> this.types.bytesChanged(Kind.VARIANT_REMOVED, later,
                            "Variant " + variant.name() + " = " + number(variant)
                                    + " was removed: whoever is given it fails with an unknown value",
                            later.position()));
    }

    private static Optional<Variant> named(List<Variant> variants, Variant wanted) {
        return first(variants, (variant) -> variant.name().equals(wanted.name()));
    }

    private static Optional<Variant> valued(List<Variant> variants, Variant wanted) {
        return first(variants, (variant) -> variant.value() == wanted.value());
    }

    private static Optional<Variant> first(List<Variant> variants, Predicate<Variant> condition) {
        return variants.stream().filter(condition).findFirst();
    }

    private static String number(Variant variant) {
        return Long.toUnsignedString(variant.value());
    }

    private static String spelling(Enumeration enumeration) {
        return Primitive.of(enumeration.repr()).spelling();
    }

}
