package io.polyplug.conformance;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Compares the conformance table with the tests, both ways.
 *
 * @param rows the rows there have to be
 * @param additions how many numbered rows there have to be
 */
record ConformanceCheck(ConformanceRows rows, int additions) {

    private static final int SHORTEST_REASON = 3;

    /** Returns what is wrong, each as a sentence; nothing if all is well. */
    List<String> problems(ConformanceTable table, TestSources tests) {
        List<String> problems = new ArrayList<>();
        addMissing(problems, table);
        table.rows().forEach((row) -> addProblemsOf(problems, row, tests));
        tests.namedRows()
            .stream()
            .filter((row) -> this.rows.hasGroupOf(row) && !this.rows.all().contains(row))
            .forEach((row) -> problems.add(row + " is named by " + tests.classesNaming(row) + " and does not exist"));
        addProblemsOfAdditions(problems, table, tests);
        return problems;
    }

    private void addMissing(List<String> problems, ConformanceTable table) {
        Set<String> seen = new HashSet<>();
        for (ConformanceTable.Row row : table.rows()) {
            if (!seen.add(row.id())) {
                problems.add(row.id() + " is in the table twice");
            }
        }
        this.rows.all()
            .stream()
            .filter((row) -> !seen.contains(row))
            .sorted()
            .forEach((row) -> problems.add(row + " is missing in the table"));
    }

    private void addProblemsOf(List<String> problems, ConformanceTable.Row row, TestSources tests) {
        if (!this.rows.all().contains(row.id())) {
            problems.add(row.id() + " is in the table and does not exist");
        }
        if (row.hasReason()) {
            addProblemsOfReason(problems, row, tests);
        }
        else if (row.classes().isEmpty()) {
            problems.add(row.id() + " has neither a test nor a reason: " + row.evidence());
        }
        for (String className : row.classes()) {
            if (!tests.hasClass(className)) {
                problems.add(row.id() + " is said to be shown by " + className + ", which does not exist");
            }
            else if (!tests.names(className, row.id())) {
                problems.add(row.id() + " is said to be shown by " + className + ", where no display name names it");
            }
        }
    }

    private static void addProblemsOfReason(List<String> problems, ConformanceTable.Row row, TestSources tests) {
        if (row.wordsOfReason() < SHORTEST_REASON) {
            problems.add(row.id() + " has no test, and what stands there is no reason: " + row.evidence());
        }
        if (!tests.classesNaming(row.id()).isEmpty()) {
            problems.add(row.id() + " is said to have no test, and is named by " + tests.classesNaming(row.id()));
        }
    }

    private void addProblemsOfAdditions(List<String> problems, ConformanceTable table, TestSources tests) {
        List<Integer> numbers = table.additions().stream().map(ConformanceTable.Addition::number).toList();
        for (int number = 1; number <= this.additions; number++) {
            if (!numbers.contains(number)) {
                problems.add("Number " + number + " of what upstream does not test is missing");
            }
        }
        for (ConformanceTable.Addition addition : table.additions()) {
            if (addition.methods().isEmpty()) {
                problems.add("Number " + addition.number() + " of what upstream does not test names no test");
            }
            addition.methods()
                .stream()
                .filter((method) -> !tests.hasMethod(method))
                .forEach((method) -> problems
                    .add("Number " + addition.number() + " names " + method + ", which does not exist"));
        }
    }

}
