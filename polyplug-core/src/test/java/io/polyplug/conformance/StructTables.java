package io.polyplug.conformance;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sizes and offsets of structs in bytes: by the name of the struct its size, by
 * {@code Struct, field} an offset.
 */
final class StructTables {

    /** A small struct: name, size, and fields with their offsets. */
    private static final Pattern ROW = Pattern.compile("^\\| `(Pp\\w+)` \\| (\\d+) \\|([^|]*)\\|", Pattern.MULTILINE);

    private static final Pattern FIELD = Pattern.compile("`(\\w+)` (\\d+)");

    /** A large struct: a sentence and a table. */
    private static final Pattern TABLE = Pattern.compile("^`(Pp\\w+)`, (\\d+) bytes[^|#]*((?:\\|.*\\R)+)",
            Pattern.MULTILINE);

    private static final Pattern FIELD_ROW = Pattern.compile("^\\| (\\d+) \\| `(\\w+)` \\|", Pattern.MULTILINE);

    private static final Pattern IN_HEADER = Pattern.compile("PP_(?:SIZE|OFF)\\((\\w+(?:, \\w+)?), +(\\d+)\\)");

    private StructTables() {
    }

    /** Returns what a page says. */
    static Map<String, Long> inPage(String markdown) {
        Map<String, Long> numbers = new LinkedHashMap<>();
        Matcher row = ROW.matcher(markdown);
        while (row.find()) {
            numbers.put(row.group(1), Long.valueOf(row.group(2)));
            Matcher field = FIELD.matcher(row.group(3));
            while (field.find()) {
                numbers.put(row.group(1) + ", " + field.group(1), Long.valueOf(field.group(2)));
            }
        }
        Matcher table = TABLE.matcher(markdown);
        while (table.find()) {
            numbers.put(table.group(1), Long.valueOf(table.group(2)));
            Matcher field = FIELD_ROW.matcher(table.group(3));
            while (field.find()) {
                numbers.put(table.group(1) + ", " + field.group(2), Long.valueOf(field.group(1)));
            }
        }
        return numbers;
    }

    /** Returns what a header in C checks about itself. */
    static Map<String, Long> inHeader(String header) {
        Map<String, Long> numbers = new LinkedHashMap<>();
        Matcher check = IN_HEADER.matcher(header);
        while (check.find()) {
            numbers.put(check.group(1), Long.valueOf(check.group(2)));
        }
        return numbers;
    }

}
