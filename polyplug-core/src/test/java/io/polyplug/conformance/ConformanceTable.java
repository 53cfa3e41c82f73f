package io.polyplug.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code docs/conformance.md} says in its tables. A row begins with its id; its last
 * cell names the test classes that show it, or begins with {@code none:} and says why it
 * has no counterpart in Java. What no upstream test covers is numbered instead, and names
 * test methods. Immutable.
 *
 * @param rows the rows with an id
 * @param additions the numbered rows
 */
record ConformanceTable(List<Row> rows, List<Addition> additions) {

    private static final Pattern ROW = Pattern.compile("^\\| ([A-Z]{1,2}-\\d\\d|\\d+) \\|(.*)\\|$", Pattern.MULTILINE);

    private static final Pattern TEST_CLASS = Pattern.compile("`(\\w+Tests)`");

    private static final Pattern TEST_METHOD = Pattern.compile("`(\\w+Tests)#(\\w+)`");

    private static final String NONE = "none: ";

    ConformanceTable {
        rows = List.copyOf(rows);
        additions = List.copyOf(additions);
    }

    static ConformanceTable of(String markdown) {
        List<Row> rows = new ArrayList<>();
        List<Addition> additions = new ArrayList<>();
        Matcher matcher = ROW.matcher(markdown);
        while (matcher.find()) {
            String cells = matcher.group(2);
            String last = cells.substring(cells.lastIndexOf('|') + 1).strip();
            if (Character.isDigit(matcher.group(1).charAt(0))) {
                additions.add(new Addition(Integer.parseInt(matcher.group(1)), methods(last)));
            }
            else {
                rows.add(new Row(matcher.group(1), last));
            }
        }
        return new ConformanceTable(rows, additions);
    }

    private static List<TestMethod> methods(String cell) {
        return TEST_METHOD.matcher(cell)
            .results()
            .map((result) -> new TestMethod(result.group(1), result.group(2)))
            .toList();
    }

    /**
     * One behaviour.
     *
     * @param id its id, such as {@code R-01}
     * @param evidence the last cell
     */
    record Row(String id, String evidence) {

        /** Returns the test classes named. */
        List<String> classes() {
            return hasReason() ? List.of()
                    : TEST_CLASS.matcher(this.evidence).results().map((MatchResult result) -> result.group(1)).toList();
        }

        /** Returns whether the row says why there is no test. */
        boolean hasReason() {
            return this.evidence.startsWith(NONE);
        }

        /** Returns how many words the reason has. */
        int wordsOfReason() {
            return this.evidence.substring(NONE.length()).split(" ").length;
        }

    }

    /**
     * One behaviour that no upstream test covers.
     *
     * @param number its number
     * @param methods the tests that show it
     */
    record Addition(int number, List<TestMethod> methods) {

        Addition {
            methods = List.copyOf(methods);
        }

    }

    /**
     * One test.
     *
     * @param className its class, without package
     * @param method its method
     */
    record TestMethod(String className, String method) {
    }

}
