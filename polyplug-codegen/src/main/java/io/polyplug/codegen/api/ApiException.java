package io.polyplug.codegen.api;

import java.util.List;
import java.util.stream.Collectors;

/**
 * An api that cannot be used. Has every problem that was found, in the order of the text;
 * the message lists them, one a line.
 */
public final class ApiException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What was found. */
    @SuppressWarnings("serial")
    private final List<Problem> problems;

    /**
     * Takes the problems.
     * @param problems at least one, in the order in which they are told
     */
    public ApiException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /**
     * {@return the problems, unmodifiable}
     */
    public List<Problem> problems() {
        return this.problems;
    }

}
