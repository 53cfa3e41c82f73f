package io.polyplug.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Prints figures as tables in Markdown. */
final class Tables {

    private static final String MEDIAN = ", median";

    private static final List<Goal> GOALS = List.of(
            Goal.atMost(1.05, "call of `add(i32, i64)`: our proxy / raw FFM", "add: proxy on FFM / raw FFM"),
            Goal.atMost(1.02, "the same with its counter / without", "counters: counted / uncounted"),
            Goal.atMost(0, "the same: bytes on the heap for each call", "add: proxy on FFM, B"),
            beside(1.5, "a proxy that takes an enum / `add`", RuntimeSection.TAKES_ENUM, RuntimeSection.ADD),
            beside(1.5, "a proxy that returns an enum / `add`", RuntimeSection.RETURNS_ENUM, RuntimeSection.ADD),
            beside(1.5, "`add` by a thread that is in a call / `add`", RuntimeSection.NESTED, RuntimeSection.ADD),
            beside(1.5, "`add` by a thread whose home slot is taken / `add`", RuntimeSection.TAKEN, RuntimeSection.ADD),
            beside(1.2, "a call whose guest calls a host contract in Java / the same by a raw FFM upcall",
                    RuntimeSection.CALL_BACK, RuntimeSection.RAW_CALL_BACK),
            Goal.atMost(11, "`pin()` and `close()`, ns; half of the 22 to 29 before",
                    "runtime: " + RuntimeSection.PIN + ", ns"),
            Goal.atLeast(0.95, "the same on two threads: scaling of our proxy / scaling of raw FFM",
                    "two threads: proxy / raw"),
            Goal.atMost(1.15, "the same on backend `jna`: our proxy / bare `ffi_call`", "add: proxy on JNA / bare JNA"),
            Goal.atMost(1.15, "the same on Java 17", Java17Section.WHAT + ": proxy on JNA / bare JNA"),
            Goal.atMost(1.15, "`greet`: our proxy / raw FFM", "greet: proxy on FFM / raw FFM"),
            Goal.atMost(1.05, "`mid`: our proxy / raw FFM", "mid: proxy on FFM / raw FFM"),
            Goal.atMost(1.05, "`mirror`: our proxy / raw FFM", "mirror: proxy on FFM / raw FFM"),
            Goal.atMost(1.25, "upstream's Rust bundle, `add`: our proxy / upstream's Rust host",
                    "Rust add: proxy on FFM / upstream's host"),
            Goal.atMost(1.2, "upstream's Rust bundle, string round trip: our proxy / upstream's Rust host",
                    "Rust greet: proxy on FFM / upstream's host"),
            Goal.atMost(1.3, "the same bundle in Lua, `add`: our proxy / upstream's Rust host",
                    "Lua add: proxy on FFM / upstream's host"),
            Goal.atMost(1.3, "the same bundle in JavaScript, `add`: our proxy / upstream's Rust host",
                    "JavaScript add: proxy on FFM / upstream's host"),
            Goal.atMost(3000, "reload of the bundle in Lua: median in µs", "reload: Lua, us"),
            Goal.atMost(3000, "reload of the bundle in JavaScript: median in µs", "reload: JavaScript, us"),
            Goal.atMost(500, "reload, library of 400 KiB, no signature, no load: median in µs",
                    "reload: no signature, us"),
            Goal.atMost(1.15, "reload of one bundle: with 1,000 loaded / with 10", ScaleSection.RELOADS),
            Goal.atMost(1.10, "load of each bundle: the last hundred of 1,000 / of 10", ScaleSection.LOADS),
            Goal.atMost(0, "calls that failed while the bundle was reloaded without a pause", "latency: failed calls"),
            Goal.atMost(2, "p99.9 of a call then / p99.9 without reloads", "latency: p99.9 reloads / idle"),
            Goal.atMost(2, "a million virtual threads, one call each: growth of resident memory in MiB",
                    "virtual threads: growth, MiB"));

    private final Figures figures;

    private final Machine machine;

    /**
     * Makes tables.
     * @param figures what they are of
     * @param machine where that was measured
     */
    Tables(Figures figures, Machine machine) {
        this.figures = figures;
        this.machine = machine;
    }

    String toMarkdown() {
        List<String> parts = new ArrayList<>();
        parts.add("Measured on: " + this.machine.toLine() + '.');
        parts.add(goals());
        parts.add(times());
        Grid.ALL.forEach((grid) -> parts.add(grid.toMarkdown(this.figures)));
        parts.add(others());
        parts.addAll(this.figures.notes());
        return parts.stream().filter((part) -> !part.isEmpty()).collect(Collectors.joining("\n\n"));
    }

    private static Goal beside(double limit, String what, String one, String other) {
        return Goal.atMost(limit, what, "runtime: " + one + " / " + other);
    }

    private String goals() {
        String rows = GOALS.stream().map(this::row).collect(Collectors.joining());
        return rows.isEmpty() ? ""
                : "| what | goal | best slices | median of rounds | met |\n|---|---|---|---|---|\n" + rows.strip();
    }

    private String row(Goal goal) {
        return this.figures.median(goal.figure())
            .map((value) -> "| " + goal.what() + " | " + (goal.atMost() ? "≤ " : "≥ ") + limit(goal) + " | "
                    + this.figures.text(goal.figure()) + " | " + this.figures.text(goal.figure() + MEDIAN) + " | "
                    + (goal.isMetBy(value) ? "yes" : "**no**") + " |\n")
            .orElse("");
    }

    private static String limit(Goal goal) {
        return (goal.limit() == Math.rint(goal.limit())) ? String.format(Locale.ROOT, "%.0f", goal.limit())
                : String.format(Locale.ROOT, "%.2f", goal.limit());
    }

    /** Nanoseconds of the best slices, by operation and way. */
    private String times() {
        StringBuilder table = new StringBuilder("| best slice, ns |");
        Arrays.stream(Way.values()).forEach((way) -> table.append(' ').append(way.label()).append(" |"));
        table.append("\n|---|").append("---|".repeat(Way.values().length));
        int empty = table.length();
        for (Operation operation : Operation.values()) {
            if (this.figures.names().stream().anyMatch((name) -> name.startsWith(operation.key() + ": "))) {
                table.append("\n| `").append(operation.key()).append("` |");
                for (Way way : Way.values()) {
                    table.append(' ')
                        .append(this.figures.text(operation.key() + ": " + way.label() + ", ns"))
                        .append(" |");
                }
            }
        }
        return (table.length() == empty) ? "" : table.toString();
    }

    private String others() {
        String rows = this.figures.names()
            .stream()
            .filter((name) -> !isInTables(name))
            .map((name) -> "| " + name + " | " + this.figures.text(name) + " | " + this.figures.text(name + MEDIAN)
                    + " |")
            .collect(Collectors.joining("\n"));
        return rows.isEmpty() ? "" : "| also measured | | median |\n|---|---|---|\n" + rows;
    }

    /** Or is the median of another, or can be seen in the times. */
    private static boolean isInTables(String name) {
        boolean isTime = name.endsWith(", ns")
                && Arrays.stream(Operation.values()).anyMatch((each) -> name.startsWith(each.key() + ": "));
        boolean isGoal = GOALS.stream().anyMatch((goal) -> name.equals(goal.figure()));
        boolean isRatioToOther = name.contains(" / JNI") || name.contains(" / plain Java");
        return isTime || isGoal || Grid.ALL.stream().anyMatch((grid) -> grid.has(name)) || isRatioToOther
                || name.endsWith(MEDIAN);
    }

}
