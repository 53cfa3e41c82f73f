package io.polyplug.codegen.java.writing;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import com.palantir.javapoet.CodeBlock;

/**
 * A Javadoc comment in the making. Lines of the author stay, unless they are too long;
 * empty ones separate paragraphs. Not thread-safe.
 */
final class Javadoc {

    private static final int WIDTH = 100;

    private static final Pattern LINE = Pattern.compile("\\R");

    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}]+");

    private final List<String> paragraphs = new ArrayList<>();

    private final List<String> tags = new ArrayList<>();

    /**
     * Begins a comment.
     * @param docs what an author says, as plain text
     * @param otherwise what to say, in HTML, if that is nothing
     */
    static Javadoc of(String docs, String otherwise) {
        Javadoc javadoc = new Javadoc();
        if (docs.isBlank()) {
            return javadoc.paragraph(otherwise);
        }
        List<String> lines = new ArrayList<>();
        for (String line : LINE.split(docs.strip() + "\n\n", -1)) {
            if (!line.isBlank()) {
                lines.add(html(line));
            }
            else if (!lines.isEmpty()) {
                javadoc.paragraphs.add(lines.stream().map(Javadoc::wrapped).collect(Collectors.joining("\n")));
                lines.clear();
            }
        }
        return javadoc;
    }

    /**
     * Adds a paragraph.
     * @param html the text, in HTML
     */
    Javadoc paragraph(String html) {
        this.paragraphs.add(wrapped(html));
        return this;
    }

    /**
     * Adds a tag for a parameter or record component.
     * @param name its name in Java
     * @param docs what an author says, as plain text
     * @param spelling its type in the api, told with what the author says
     * @param otherwise what to say, in HTML, if that is nothing
     */
    Javadoc param(String name, String docs, String spelling, String otherwise) {
        String text = docs.isBlank() ? otherwise : html(docs) + " ({@code " + spelling + "})";
        this.tags.add(wrapped("@param " + name + " " + text));
        return this;
    }

    Javadoc returns(String html) {
        this.tags.add(wrapped("@return " + html));
        return this;
    }

    CodeBlock toCode() {
        String text = String.join("\n<p>\n", this.paragraphs);
        if (!this.tags.isEmpty()) {
            text += "\n\n" + String.join("\n", this.tags);
        }
        return CodeBlock.of("$L\n", text);
    }

    /**
     * Makes text of an author harmless: nothing in it ends the comment, is a tag or an
     * entity, or is taken for an escape by the compiler, which looks into comments, too.
     */
    static String html(String text) {
        StringBuilder html = new StringBuilder();
        for (char c : CONTROL.matcher(text.strip()).replaceAll(" ").toCharArray()) {
            switch (c) {
                case '<' -> html.append("&lt;");
                case '>' -> html.append("&gt;");
                case '&' -> html.append("&amp;");
                case '@', '{', '}', '\\' -> html.append("&#").append((int) c).append(';');
                case '/' -> html.append(endsWithStar(html) ? "&#47;" : "/");
                default -> html.append(c);
            }
        }
        return html.toString();
    }

    private static boolean endsWithStar(StringBuilder html) {
        return !html.isEmpty() && html.charAt(html.length() - 1) == '*';
    }

    private static String wrapped(String line) {
        StringBuilder lines = new StringBuilder();
        int length = 0;
        for (String word : line.strip().split(" +", -1)) {
            if (length > 0 && length + 1 + word.length() > WIDTH) {
                lines.append('\n');
                length = 0;
            }
            else if (length > 0) {
                lines.append(' ');
                length++;
            }
            lines.append(word);
            length += word.length();
        }
        return lines.toString();
    }

}
