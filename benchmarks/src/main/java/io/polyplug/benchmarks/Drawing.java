package io.polyplug.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * A picture in SVG, in colours for a light and a dark surrounding. Belongs to one thread.
 */
final class Drawing {

    /** How many series have a colour. */
    static final int SERIES = 4;

    private static final String STYLE = """
            <style>
            text { font: 12px sans-serif; fill: #1f2328 } .title { font-size: 14px; font-weight: bold } .end { text-anchor: end }
            .middle { text-anchor: middle } .paper { fill: #ffffff } .grid { stroke: #d1d9e0 } .axis { stroke: #59636e }
            .line { fill: none; stroke-width: 2 } .line0 { stroke: #0969da } .line1 { stroke: #bc4c00 } .line2 { stroke: #1a7f37 }
            .line3 { stroke: #8250df } .fill0 { fill: #0969da } .fill1 { fill: #bc4c00 } .fill2 { fill: #1a7f37 }
            .fill3 { fill: #8250df }
            @media (prefers-color-scheme: dark) {
            text { fill: #f0f6fc } .paper { fill: #0d1117 } .grid { stroke: #3d444d } .axis { stroke: #9198a1 }
            .line0 { stroke: #4493f8 } .line1 { stroke: #f0883e } .line2 { stroke: #3fb950 } .line3 { stroke: #ab7df8 }
            .fill0 { fill: #4493f8 } .fill1 { fill: #f0883e } .fill2 { fill: #3fb950 } .fill3 { fill: #ab7df8 }
            }
            </style>
            """;

    private final StringBuilder elements = new StringBuilder();

    private final int width;

    private final int height;

    /** Begins a picture of that size. */
    Drawing(int width, int height, String title) {
        this.width = width;
        this.height = height;
        this.elements.append("<title>").append(escaped(title)).append("</title>\n").append(STYLE);
        rectangle("paper", 0, 0, width, height);
        text("title", 16, 24, title);
    }

    void text(String style, double x, double y, String text) {
        this.elements.append("<text class=\"%s\" x=\"%s\" y=\"%s\">%s</text>\n".formatted(style, tenths(x), tenths(y),
                escaped(text)));
    }

    void rectangle(String style, double x, double y, double wide, double high) {
        this.elements.append("<rect class=\"%s\" x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\"/>\n".formatted(style,
                tenths(x), tenths(y), tenths(wide), tenths(high)));
    }

    void line(String style, double x, double y, double toX, double toY) {
        this.elements.append("<line class=\"%s\" x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\"/>\n".formatted(style,
                tenths(x), tenths(y), tenths(toX), tenths(toY)));
    }

    void dot(String style, double x, double y) {
        this.elements
            .append("<circle class=\"%s\" cx=\"%s\" cy=\"%s\" r=\"3.5\"/>\n".formatted(style, tenths(x), tenths(y)));
    }

    private static String tenths(double number) {
        return String.format(Locale.ROOT, "%.1f", number);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    void writeTo(Path file) throws IOException {
        Files.writeString(file, String.format(Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\">%n%s</svg>%n",
                this.width, this.height, this.width, this.height, this.elements));
    }

}
