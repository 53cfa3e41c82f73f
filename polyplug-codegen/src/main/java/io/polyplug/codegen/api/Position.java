package io.polyplug.codegen.api;

import java.util.Comparator;

/**
 * A place in an {@code api.toml}, or a class that stands for one.
 *
 * @param source the file as the user named it, or the name of a class
 * @param line from 1; 0 in what has no lines, such as a compiled class
 * @param column from 1, in characters; 0 in what has no lines
 */
public record Position(String source, int line, int column) implements Comparable<Position> {

    private static final Comparator<Position> ORDER = Comparator.comparingInt(Position::line)
        .thenComparingInt(Position::column);

    /**
     * Returns the place of something that has no lines.
     * @param source what it is
     * @return the place
     */
    public static Position of(String source) {
        return new Position(source, 0, 0);
    }

    /**
     * Compares by line and column. Places of different sources are not told apart.
     */
    @Override
    public int compareTo(Position other) {
        return ORDER.compare(this, other);
    }

    /**
     * {@return the form that compilers use, {@code api.toml:3:8}; only the source where
     * there are no lines}
     */
    @Override
    public String toString() {
        return (this.line > 0) ? this.source + ":" + this.line + ":" + this.column : this.source;
    }

}
