package io.polyplug.codegen.toml;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What somebody meant who wrote a word that does not exist.
 */
final class Nearest {

    private static final Map<String, String> KEYS = Map.ofEntries(Map.entry("struct", "types"),
            Map.entry("structs", "types"), Map.entry("record", "types"), Map.entry("records", "types"),
            Map.entry("contracts", "plugin_contract"), Map.entry("parameters", "params"),
            Map.entry("arguments", "params"), Map.entry("args", "params"), Map.entry("result", "return"),
            Map.entry("methods", "functions"), Map.entry("members", "fields"), Map.entry("flags", "bitflag"),
            Map.entry("values", "variants"), Map.entry("description", "docs"));

    private static final Map<String, String> TYPES = Map.ofEntries(Map.entry("string", "StringView"),
            Map.entry("str", "StringView"), Map.entry("text", "StringView"), Map.entry("bytes", "Buffer"),
            Map.entry("int", "i32"), Map.entry("uint", "u32"), Map.entry("short", "i16"), Map.entry("long", "i64"),
            Map.entry("usize", "u64"), Map.entry("isize", "i64"), Map.entry("size_t", "u64"), Map.entry("byte", "u8"),
            Map.entry("float", "f32"), Map.entry("double", "f64"), Map.entry("boolean", "bool"),
            Map.entry("pointer", "Ptr"));

    private Nearest() {
    }

    static Optional<String> key(String word, Collection<String> known) {
        return synonym(KEYS, word, known)
            .or(() -> of(word, known.stream().filter((key) -> !key.equals("contract")).toList()));
    }

    static Optional<String> type(String word, Collection<String> known) {
        return of(word, known).or(() -> synonym(TYPES, word, known));
    }

    private static Optional<String> synonym(Map<String, String> synonyms, String word, Collection<String> known) {
        return Optional.ofNullable(synonyms.get(word.toLowerCase(Locale.ROOT))).filter(known::contains);
    }

    /**
     * Returns the word that is the fewest mistakes away: at most two, in a short word
     * one. Upper and lower case are alike.
     * @param word what is written
     * @param known the words that exist
     * @return the first of the nearest, or nothing
     */
    static Optional<String> of(String word, Collection<String> known) {
        int limit = (word.length() < 5) ? 1 : 2;
        String best = null;
        int fewest = limit + 1;
        for (String candidate : known) {
            if (Math.abs(candidate.length() - word.length()) < fewest) {
                int mistakes = mistakes(word.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
                if (mistakes < fewest) {
                    fewest = mistakes;
                    best = candidate;
                }
            }
        }
        return Optional.ofNullable(best);
    }

    /**
     * Counts characters that are wrong, missing or too many, and neighbours that changed
     * places.
     */
    private static int mistakes(String word, String other) {
        int[][] table = new int[word.length() + 1][other.length() + 1];
        for (int row = 0; row <= word.length(); row++) {
            for (int column = 0; column <= other.length(); column++) {
                table[row][column] = (row == 0 || column == 0) ? row + column : cell(table, word, other, row, column);
            }
        }
        return table[word.length()][other.length()];
    }

    private static int cell(int[][] table, String word, String other, int row, int column) {
        char last = word.charAt(row - 1);
        char otherLast = other.charAt(column - 1);
        int best = table[row - 1][column - 1] + ((last == otherLast) ? 0 : 1);
        best = Math.min(best, Math.min(table[row - 1][column], table[row][column - 1]) + 1);
        if (row > 1 && column > 1 && last == other.charAt(column - 2) && otherLast == word.charAt(row - 2)) {
            best = Math.min(best, table[row - 2][column - 2] + 1);
        }
        return best;
    }

}
