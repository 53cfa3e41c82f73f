package io.polyplug.codegen.toml;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import io.polyplug.codegen.api.Primitive;
import io.polyplug.codegen.api.Reference;
import io.polyplug.codegen.api.Type;
import io.polyplug.codegen.toml.SourceText.Text;

/**
 * The types that a file can name: those of the ABI, and its own.
 */
final class TypeNames {

    private static final Set<String> VOID = Set.of("Void", "void");

    private static final List<String> BUILT_IN = Stream.of(Primitive.values()).map(Primitive::spelling).toList();

    private final Set<String> declared;

    private final Problems problems;

    /**
     * Takes the names.
     * @param declared the names of the file's types; also those of types that have
     * problems, which are told once
     * @param problems where unknown types are told
     */
    TypeNames(Collection<String> declared, Problems problems) {
        this.declared = new LinkedHashSet<>(declared);
        this.problems = problems;
    }

    static boolean isBuiltIn(String name) {
        return Primitive.of(name).isPresent() || VOID.contains(name) || name.equals("Array");
    }

    /**
     * Returns what a parameter or field is.
     * @param text the type as it is written
     * @param owner what has the type
     * @return the type; nothing if there is none of the name, which is told
     */
    Optional<Type> type(Text text, TableNode owner) {
        if (VOID.contains(text.value())) {
            this.problems.add(text.position(),
                    owner.title() + " has the type '" + text.value() + "', of which there are no values",
                    "Remove it, or choose another type");
            return Optional.empty();
        }
        return known(text, owner.title() + " has");
    }

    /**
     * Returns what a function returns.
     * @param text the type as it is written
     * @param owner the function
     * @return the type; nothing if it is void, or if there is none of the name, which is
     * told
     */
    Optional<Type> result(Text text, TableNode owner) {
        return VOID.contains(text.value()) ? Optional.empty() : known(text, owner.title() + " returns");
    }

    private Optional<Type> known(Text text, String use) {
        String name = text.value();
        Optional<Type> known = Primitive.of(name).map(Type.class::cast);
        if (known.isEmpty() && this.declared.contains(name)) {
            known = Optional.of(new Reference(name));
        }
        if (known.isEmpty()) {
            tellUnknown(text, use);
        }
        return known;
    }

    private void tellUnknown(Text text, String use) {
        String name = text.value();
        if (name.contains("<") || name.contains("[") || name.equals("Array")) {
            this.problems.add(text.position(),
                    use + " the type '" + name + "': ABI 0.1.3 has no lists, and no types of types",
                    "Pass a Ptr and a count, a Buffer, or a StringView with separators");
            return;
        }
        List<String> candidates = new ArrayList<>(BUILT_IN);
        candidates.addAll(this.declared);
        String cure = Nearest.type(name, candidates)
            .map((nearest) -> "Write " + nearest)
            .orElseGet(() -> "Declare it with [[types]] or [[enum]], or use one of " + String.join(", ", BUILT_IN));
        this.problems.add(text.position(), use + " the unknown type '" + name + "'", cure);
    }

}
