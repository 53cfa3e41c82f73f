package io.polyplug.codegen.toml;

import java.util.List;

import io.polyplug.codegen.api.Position;
import org.tomlj.TomlPosition;

/**
 * The text of a file by line and column. The parser tells where keys stand; this class
 * finds the values behind them. Columns count code points, and a tab is one. Immutable.
 */
final class SourceText {

    private final String source;

    private final List<String> lines;

    /**
     * Takes a text.
     * @param source how positions name the file
     * @param text the text, without a byte order mark
     */
    SourceText(String source, String text) {
        this.source = source;
        this.lines = List.of(text.split("\n", -1));
    }

    Position start() {
        return new Position(this.source, 1, 1);
    }

    Position at(TomlPosition position) {
        return new Position(this.source, position.line(), position.column());
    }

    Position at(int line, int column) {
        return new Position(this.source, line, column);
    }

    /**
     * Whether a table begins on a line.
     * @param line from 1
     */
    boolean isHeader(int line) {
        return line <= this.lines.size() && this.lines.get(line - 1).stripLeading().startsWith("[");
    }

    /**
     * Returns where the value of a key begins.
     * @param key where the key begins
     * @return the value's place; the key's own if that is the header of a table
     */
    Position behind(Position key) {
        String line = this.lines.get(key.line() - 1);
        int start = valueIndex(line, key);
        return new Position(this.source, key.line(), line.codePointCount(0, start) + 1);
    }

    /**
     * Returns the string that is the value of a key.
     * @param key where the key begins
     * @param value the string as the parser understood it
     */
    Text text(Position key, String value) {
        String line = this.lines.get(key.line() - 1);
        return new Text(value, behind(key), isPlain(line, valueIndex(line, key)));
    }

    private static int valueIndex(String line, Position key) {
        int start = line.offsetByCodePoints(0, key.column() - 1);
        if (line.charAt(start) == '[') {
            return start;
        }
        int index = equalsSign(line, start) + 1;
        while (index < line.length() && (line.charAt(index) == ' ' || line.charAt(index) == '\t')) {
            index++;
        }
        return index;
    }

    private static int equalsSign(String line, int start) {
        char quote = 0;
        for (int index = start; index < line.length(); index++) {
            char here = line.charAt(index);
            if (quote == '"' && here == '\\') {
                index++;
            }
            else if (quote != 0) {
                quote = (here == quote) ? 0 : quote;
            }
            else if (here == '"' || here == '\'') {
                quote = here;
            }
            else if (here == '=') {
                return index;
            }
        }
        throw new IllegalStateException("No value in: " + line);
    }

    private static boolean isPlain(String line, int start) {
        char quote = line.charAt(start);
        int end = line.indexOf(quote, start + 1);
        boolean several = line.startsWith(String.valueOf(quote).repeat(3), start);
        return end > 0 && !several && (quote == '\'' || line.substring(start, end).indexOf('\\') < 0);
    }

    /**
     * A string of the file.
     *
     * @param value the string
     * @param position where its quote is
     * @param plain whether it stands there as it is: on one line, with no escapes
     */
    record Text(String value, Position position, boolean plain) {

        /**
         * Returns the place of one of the characters.
         * @param index its index
         * @return the place; that of the whole string if the text is not plain
         */
        Position at(int index) {
            if (!this.plain) {
                return this.position;
            }
            int column = this.position.column() + 1 + this.value.codePointCount(0, index);
            return new Position(this.position.source(), this.position.line(), column);
        }

    }

}
