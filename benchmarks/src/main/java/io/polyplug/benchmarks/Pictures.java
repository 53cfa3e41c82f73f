package io.polyplug.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.polyplug.benchmarks.peers.PeerKind;

/**
 * Draws what figures there are: curves over bundles, contracts and threads, and bars of
 * polyplug and its peers. All axes are logarithmic.
 */
final class Pictures {

    private static final int WIDTH = 760;

    private static final int CURVES_HEIGHT = 340;

    private static final int LEFT = 70;

    private static final int TOP = 44;

    /** Right of the plot are the names of the lines. */
    private static final int PLOT_WIDTH = 440;

    private static final int PLOT_HEIGHT = 240;

    private static final int ROW = 20;

    private static final int NAMES = 210;

    private static final int BARS = 150;

    private static final int GAP = 30;

    /** Room for a bar's number behind it. */
    private static final int NUMBER = 52;

    private final Figures figures;

    private final Path folder;

    private final List<Path> written = new ArrayList<>();

    private Pictures(Figures figures, Path folder) {
        this.figures = figures;
        this.folder = folder;
    }

    /** Writes the pictures of which there are figures, and returns their files. */
    static List<Path> write(Figures figures, Path folder) throws IOException {
        Files.createDirectories(folder);
        Pictures pictures = new Pictures(figures, folder);
        pictures.curves("bundles.svg", "One runtime with many bundles: microseconds by bundles loaded", Grid.BUNDLES,
                List.of(Costs.LOAD, Costs.RELOAD, Costs.STATISTICS, Costs.BUNDLES));
        pictures.curves("contracts.svg", "One runtime with many contracts: microseconds by contracts published",
                Grid.CONTRACTS, List.of(Costs.LOAD, Costs.RELOAD, Costs.STATISTICS, Costs.BUNDLES));
        pictures.curves("threads.svg", "Calls of many threads at a time: times as many as those of one", Grid.THREADS,
                ManyThreads.KINDS);
        pictures.peers();
        return pictures.written;
    }

    private void curves(String file, String title, Grid grid, List<String> rows) throws IOException {
        List<Curve> curves = rows.stream()
            .map((row) -> new Curve(row.replace("`", ""), points(grid, row)))
            .filter((curve) -> curve.points().size() > 1)
            .toList();
        if (!curves.isEmpty()) {
            draw(file, title, curves);
        }
    }

    private List<Point> points(Grid grid, String row) {
        return grid.columns()
            .stream()
            .flatMap((column) -> this.figures.median(grid.figure().apply(row, column))
                .filter((value) -> value > 0)
                .map((value) -> new Point(Double.parseDouble(column.replace(",", "")), value))
                .stream())
            .toList();
    }

    private void draw(String file, String title, List<Curve> curves) throws IOException {
        Scale across = Scale.of(curves.stream().flatMap((curve) -> curve.points().stream()).mapToDouble(Point::x));
        Scale up = Scale.of(curves.stream().flatMap((curve) -> curve.points().stream()).mapToDouble(Point::y));
        Drawing drawing = new Drawing(WIDTH, CURVES_HEIGHT, title);
        for (double mark : across.marks()) {
            double x = LEFT + across.at(mark) * PLOT_WIDTH;
            drawing.line("grid", x, TOP, x, TOP + PLOT_HEIGHT);
            drawing.text("middle", x, TOP + PLOT_HEIGHT + ROW, Scale.label(mark));
        }
        for (double mark : up.marks()) {
            double y = TOP + (1 - up.at(mark)) * PLOT_HEIGHT;
            drawing.line("grid", LEFT, y, LEFT + PLOT_WIDTH, y);
            drawing.text("end", LEFT - 8, y + 4, Scale.label(mark));
        }
        for (int each = 0; each < curves.size(); each++) {
            Point before = curves.get(each).points().getFirst();
            for (Point point : curves.get(each).points()) {
                double x = LEFT + across.at(point.x()) * PLOT_WIDTH;
                double y = TOP + (1 - up.at(point.y())) * PLOT_HEIGHT;
                drawing.line("line line" + each, LEFT + across.at(before.x()) * PLOT_WIDTH,
                        TOP + (1 - up.at(before.y())) * PLOT_HEIGHT, x, y);
                drawing.dot("fill" + each, x, y);
                before = point;
            }
            drawing.rectangle("fill" + each, LEFT + PLOT_WIDTH + GAP, TOP + each * ROW, 10, 10);
            drawing.text("", LEFT + PLOT_WIDTH + GAP + 16, TOP + each * ROW + 10, curves.get(each).name());
        }
        write(drawing, file);
    }

    private void peers() throws IOException {
        List<PeerKind> kinds = List.of(PeerKind.values()).stream().filter((kind) -> failed(kind).isPresent()).toList();
        if (kinds.isEmpty()) {
            return;
        }
        List<String> measures = List.of(PeerRun.REPLACEMENT, PeerRun.ADD, PeerRun.MEMORY);
        Drawing drawing = new Drawing(NAMES + measures.size() * (BARS + NUMBER + GAP) + GAP,
                TOP + (kinds.size() + 2) * ROW * 3 / 2,
                "A contract replaced without a pause while two threads call it");
        int top = TOP + ROW;
        for (int measure = 0; measure < measures.size(); measure++) {
            double left = NAMES + measure * (BARS + NUMBER + GAP);
            drawing.text("", left, top - 8, measures.get(measure).replace("`", "") + " (logarithmic)");
            bars(drawing, kinds, measures.get(measure), measure, left, top);
        }
        for (int row = 0; row < kinds.size(); row++) {
            double y = top + row * ROW * 1.5 + ROW;
            long failures = Math.round(failed(kinds.get(row)).orElseThrow());
            drawing.text("end", NAMES - 12, y - 5, kinds.get(row).label());
            drawing.text("end", NAMES - 12, y + 8, (failures == 0) ? "no call failed" : failures + " calls failed");
        }
        write(drawing, "peers.svg");
    }

    private void bars(Drawing drawing, List<PeerKind> kinds, String measure, int series, double left, int top) {
        Scale scale = Scale.of(kinds.stream().flatMapToDouble((kind) -> {
            Optional<Double> value = figure(kind, measure).filter((number) -> number > 0);
            return value.stream().mapToDouble(Double::doubleValue);
        }));
        for (int row = 0; row < kinds.size(); row++) {
            String name = name(kinds.get(row), measure);
            double y = top + row * ROW * 1.5;
            double length = figure(kinds.get(row), measure).filter((value) -> value > 0)
                .map((value) -> BARS * Math.max(scale.at(value), 0.01))
                .orElse(0.0);
            drawing.rectangle("fill" + series, left, y + 4, length, ROW);
            drawing.text("", left + length + 6, y + ROW - 2, this.figures.text(name));
        }
        drawing.line("axis", left, top, left, top + kinds.size() * ROW * 1.5);
    }

    private Optional<Double> failed(PeerKind kind) {
        return figure(kind, PeerRun.FAILED);
    }

    private Optional<Double> figure(PeerKind kind, String measure) {
        return this.figures.median(name(kind, measure));
    }

    private static String name(PeerKind kind, String measure) {
        return Grid.PEERS.figure().apply(kind.label(), measure);
    }

    private void write(Drawing drawing, String name) throws IOException {
        Path file = this.folder.resolve(name);
        drawing.writeTo(file);
        this.written.add(file);
    }

    /**
     * A line.
     *
     * @param name what it is of
     * @param points from left to right
     */
    private record Curve(String name, List<Point> points) {
    }

    /**
     * A point of it.
     *
     * @param x how many of something
     * @param y what that costs
     */
    private record Point(double x, double y) {
    }

}
