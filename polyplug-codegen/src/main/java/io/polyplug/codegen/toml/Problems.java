package io.polyplug.codegen.toml;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

import io.polyplug.codegen.api.ApiException;
import io.polyplug.codegen.api.Position;
import io.polyplug.codegen.api.Problem;

/**
 * What was found in one file so far. Not thread-safe.
 */
final class Problems {

    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

    private final Set<Problem> errors = new LinkedHashSet<>();

    private final Set<Problem> warnings = new LinkedHashSet<>();

    void add(Position position, String text, String cure) {
        this.errors.add(new Problem(position, onOneLine(text), onOneLine(cure)));
    }

    void warn(Position position, String text, String cure) {
        this.warnings.add(new Problem(position, onOneLine(text), onOneLine(cure)));
    }

    /**
     * What is quoted of the file can have line ends, and whatever else steers a terminal.
     */
    private static String onOneLine(String text) {
        return CONTROL.matcher(text).replaceAll("\uFFFD");
    }

    boolean isEmpty() {
        return this.errors.isEmpty();
    }

    /**
     * Ends the search: tells the warnings, and throws the errors if there are any.
     * @param listener who hears the warnings
     */
    void tell(Consumer<Problem> listener) {
        sorted(this.warnings).forEach(listener);
        if (!this.errors.isEmpty()) {
            throw new ApiException(sorted(this.errors));
        }
    }

    private static List<Problem> sorted(Set<Problem> problems) {
        return problems.stream().sorted(Comparator.comparing(Problem::position)).toList();
    }

}
