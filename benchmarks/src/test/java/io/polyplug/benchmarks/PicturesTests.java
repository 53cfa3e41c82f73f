package io.polyplug.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

import javax.xml.parsers.DocumentBuilderFactory;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

import io.polyplug.benchmarks.peers.PeerKind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * What is drawn, and tables with rows and columns.
 */
class PicturesTests {

    private final Figures figures = new Figures();

    @TempDir
    private Path folder;

    @Test
    void nothingIsDrawnWithoutFigures() throws IOException {
        assertThat(Pictures.write(this.figures, this.folder)).isEmpty();
        assertThat(this.folder).isEmptyDirectory();
    }

    @Test
    void curvesGoThroughTheirPoints() throws Exception {
        tell(ScaleSection.figure("1", Costs.RELOAD), 100);
        tell(ScaleSection.figure("10", Costs.RELOAD), 100);
        tell(ScaleSection.figure("1,000", Costs.RELOAD), 1000);
        Document picture = drawn("bundles.svg");
        NodeList dots = picture.getElementsByTagName("circle");
        assertThat(dots.getLength()).isEqualTo(3);
        List<Double> across = numbers(dots, "cx");
        List<Double> down = numbers(dots, "cy");
        assertThat(across.get(2) - across.get(0)).isEqualTo(3 * (across.get(1) - across.get(0)), within(0.5));
        assertThat(down.get(0)).isEqualTo(down.get(1)).isGreaterThan(down.get(2));
        assertThat(texts(picture)).contains(Costs.RELOAD, "1", "10", "100", "1,000").doesNotContain(Costs.LOAD);
    }

    @Test
    void barsSayWhatTheyMeanAndWhichCallsFailed() throws Exception {
        peer(PeerKind.POLYPLUG, 1, 10, 5, 0);
        peer(PeerKind.PROCESS, 10, 6000, 2, 12);
        Document picture = drawn("peers.svg");
        assertThat(texts(picture))
            .contains(PeerKind.POLYPLUG.label(), "no call failed", PeerKind.PROCESS.label(), "12 calls failed", "6,000")
            .doesNotContain(PeerKind.ENDIVE.label());
        peer(PeerKind.JNA, 1, 200, -0.5, 0);
        NodeList bars = drawn("peers.svg").getElementsByTagName("rect");
        assertThat(bars.getLength()).isEqualTo(1 + 3 * 3);
        assertThat(numbers(bars, "width")).as("also of memory that shrank").allMatch((width) -> width >= 0);
    }

    @Test
    void gridsHaveRowsThatHaveFigures() {
        String figure = ManyThreads.figure(ManyThreads.KINDS.getFirst(), "16");
        tell(figure, 1.5);
        assertThat(Grid.THREADS.toMarkdown(this.figures)).isEqualTo("""
                | threads that call at a time | 1 | 2 | 4 | 16 | 64 | 256 |
                |---|---|---|---|---|---|---|
                | platform threads, times as many calls as one |  |  |  | 1.50 |  |  |""");
        assertThat(Grid.BUNDLES.toMarkdown(this.figures)).isEmpty();
        assertThat(Grid.THREADS.has(figure)).isTrue();
        assertThat(Grid.BUNDLES.has(figure)).isFalse();
    }

    @Test
    void axesGoFromOnePowerOfTenToAnother() {
        assertThat(Scale.of(DoubleStream.of(3, 250))).isEqualTo(new Scale(0, 3));
        assertThat(Scale.of(DoubleStream.of(10))).isEqualTo(new Scale(1, 2));
        assertThat(new Scale(-1, 3).at(10)).isEqualTo(0.5);
        assertThat(new Scale(-2, 0).marks()).containsExactly(0.01, 0.1, 1.0);
        assertThat(new Scale(-2, 4).marks().stream().map(Scale::label)).containsExactly("0.01", "0.1", "1", "10", "100",
                "1,000", "10,000");
    }

    private void peer(PeerKind kind, double replacement, double add, double memory, long failed) {
        String prefix = PeerRun.PREFIX + kind.label() + ", ";
        tell(prefix + PeerRun.REPLACEMENT, replacement);
        tell(prefix + PeerRun.ADD, add);
        tell(prefix + PeerRun.MEMORY, memory);
        tell(prefix + PeerRun.FAILED, failed);
    }

    private void tell(String name, double value) {
        this.figures.read(Report.FIGURE + value + ' ' + name);
    }

    private Document drawn(String name) throws Exception {
        assertThat(Pictures.write(this.figures, this.folder)).containsExactly(this.folder.resolve(name));
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(this.folder.resolve(name).toFile());
    }

    private static List<Double> numbers(NodeList elements, String attribute) {
        return IntStream.range(0, elements.getLength())
            .mapToObj((i) -> elements.item(i).getAttributes().getNamedItem(attribute).getNodeValue())
            .map(Double::valueOf)
            .toList();
    }

    private static List<String> texts(Document picture) {
        NodeList elements = picture.getElementsByTagName("text");
        return IntStream.range(0, elements.getLength()).mapToObj((i) -> elements.item(i).getTextContent()).toList();
    }

}
