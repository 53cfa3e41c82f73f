package io.polyplug.benchmarks;

import java.util.List;
import java.util.Locale;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

import io.polyplug.benchmarks.peers.PeerKind;

/**
 * Figures that are read in rows and columns.
 *
 * @param corner what the rows are
 * @param rows names of the rows
 * @param columns names of the columns
 * @param figure the name of the figure in a row and a column
 */
record Grid(String corner, List<String> rows, List<String> columns, BinaryOperator<String> figure) {

    /** What it costs that there are many bundles. */
    static final Grid BUNDLES = new Grid("bundles that are loaded",
            List.of(Costs.RELOAD, Costs.LOAD, Costs.CALL, Costs.BUNDLES, Costs.STATISTICS, ScaleSection.CLOSE,
                    ScaleSection.RESIDENT, ScaleSection.RESIDENT_CALLED, ScaleSection.HEAP),
            numbers(ScaleSection.SIZES), (row, column) -> ScaleSection.figure(column, row));

    /** What it costs that there are many contracts. */
    static final Grid CONTRACTS = new Grid("contracts that are published",
            List.of(Costs.RELOAD, Costs.LOAD, Costs.CALL, Costs.BUNDLES, Costs.STATISTICS, ManyContracts.RESIDENT,
                    ManyContracts.HEAP),
            numbers(ManyContracts.SIZES), (row, column) -> ManyContracts.figure(column, row));

    /** How many times as many calls many threads make. */
    static final Grid THREADS = new Grid("threads that call at a time", ManyThreads.KINDS, numbers(ManyThreads.COUNTS),
            (row, column) -> ManyThreads.figure(row, column));

    /** The same contract replaced by polyplug and by others. */
    static final Grid PEERS = new Grid("replaced without a pause while two threads call",
            List.of(PeerKind.values()).stream().map(PeerKind::label).toList(), PeerRun.MEASURES,
            (row, column) -> PeerRun.PREFIX + row + ", " + column);

    static final List<Grid> ALL = List.of(BUNDLES, CONTRACTS, THREADS, PEERS);

    private static List<String> numbers(List<Integer> numbers) {
        return numbers.stream().map((each) -> String.format(Locale.ROOT, "%,d", each)).toList();
    }

    /** Returns whether a figure is in it. */
    boolean has(String name) {
        return this.rows.stream()
            .anyMatch((row) -> this.columns.stream().anyMatch((column) -> name.equals(this.figure.apply(row, column))));
    }

    /** Returns it in Markdown, without rows that have no figure; empty if none has. */
    String toMarkdown(Figures figures) {
        String body = this.rows.stream()
            .filter((row) -> this.columns.stream()
                .anyMatch((column) -> figures.median(this.figure.apply(row, column)).isPresent()))
            .map((row) -> "\n| " + row + " | " + cells((column) -> figures.text(this.figure.apply(row, column))))
            .collect(Collectors.joining());
        return body.isEmpty() ? "" : "| " + this.corner + " | " + cells((column) -> column) + "\n|---|"
                + "---|".repeat(this.columns.size()) + body;
    }

    private String cells(UnaryOperator<String> text) {
        return this.columns.stream().map(text).collect(Collectors.joining(" | ", "", " |"));
    }

}
