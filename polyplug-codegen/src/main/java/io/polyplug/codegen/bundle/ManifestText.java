package io.polyplug.codegen.bundle;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text of a manifest, to which lines are added. All that is there stays. Immutable.
 *
 * @param text the text
 * @param place where the next line of the top level goes
 */
record ManifestText(String text, int place) {

    private static final Pattern LEADING_COMMENT = Pattern
        .compile("\\A\uFEFF?(?:[ \\t]*(?:#[^\\n]*)?\\n)*?[ \\t]*\\r?\\n");

    static ManifestText of(String text) {
        Matcher comment = LEADING_COMMENT.matcher(text);
        int first = text.startsWith("\uFEFF") ? 1 : 0;
        return new ManifestText(text, comment.lookingAt() ? comment.end() : first);
    }

    /** At the top of a file no table has begun. */
    ManifestText with(String line) {
        String whole = line + newline();
        return new ManifestText(this.text.substring(0, this.place) + whole + this.text.substring(this.place),
                this.place + whole.length());
    }

    /**
     * Returns the ways to add a line to a table: behind its header, if that is found, and
     * with a header of its own. What a text means only its reader knows.
     */
    List<ManifestText> inTable(String table, String line) {
        List<ManifestText> ways = new ArrayList<>();
        Matcher header = Pattern.compile("(?m)^[ \\t]*\\[[ \\t]*" + Pattern.quote(table) + "[ \\t]*\\][^\\n]*(\\n|\\z)")
            .matcher(this.text);
        while (header.find()) {
            String end = header.group(1).isEmpty() ? newline() : "";
            ways.add(new ManifestText(
                    this.text.substring(0, header.end()) + end + line + newline() + this.text.substring(header.end()),
                    this.place));
        }
        String end = (this.text.isEmpty() || this.text.endsWith("\n")) ? "" : newline();
        ways.add(new ManifestText(this.text + end + newline() + "[" + table + "]" + newline() + line + newline(),
                this.place));
        return ways;
    }

    /** Puts a line in the place of one, if that is there. */
    Optional<ManifestText> replacing(String comment, String line) {
        Matcher found = Pattern.compile("(?m)^" + Pattern.quote(comment) + "(?=\\r?$)").matcher(this.text);
        if (!found.find()) {
            return Optional.empty();
        }
        String changed = this.text.substring(0, found.start()) + line + this.text.substring(found.end());
        return Optional.of(new ManifestText(changed,
                (found.start() < this.place) ? this.place + line.length() - comment.length() : this.place));
    }

    boolean has(String line) {
        return this.text.lines().anyMatch((each) -> each.strip().equals(line));
    }

    private String newline() {
        return this.text.contains("\r\n") ? "\r\n" : "\n";
    }

}
