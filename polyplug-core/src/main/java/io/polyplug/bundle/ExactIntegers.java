package io.polyplug.bundle;

import java.math.BigInteger;
import java.util.regex.Pattern;

/**
 * Keeps Jackson from cutting decimal integers of 19 digits, which it does up to version
 * 3.1 (FasterXML/jackson-dataformats-text issue 663), by writing them in hex. About half
 * of all ids have that many digits. Not thread-safe.
 */
final class ExactIntegers {

    private static final Pattern INTEGER = Pattern.compile("\\+?\\d(?:_?\\d){18}");

    private static final char END = '\0';

    private final String toml;

    private final StringBuilder rewritten;

    private int position;

    private ExactIntegers(String toml) {
        this.toml = toml;
        this.rewritten = new StringBuilder(toml);
    }

    /**
     * Returns a text with the same meaning, in which each character that stays has its
     * old place.
     */
    static String in(String toml) {
        return INTEGER.matcher(toml).find() ? new ExactIntegers(toml).rewrite() : toml;
    }

    private String rewrite() {
        while (this.position < this.toml.length()) {
            char next = at(this.position);
            if (next == '#') {
                skipComment();
            }
            else if (next == '"' || next == '\'') {
                skipText(next);
            }
            else if (isWord(next)) {
                rewriteWord();
            }
            else {
                this.position++;
            }
        }
        return this.rewritten.toString();
    }

    private void skipComment() {
        while (this.position < this.toml.length() && at(this.position) != '\n') {
            this.position++;
        }
    }

    /**
     * Skips a text of one or of several lines; an unclosed one of several lines ends with
     * the file.
     */
    private void skipText(char quote) {
        String mark = String.valueOf(quote);
        boolean severalLines = this.toml.startsWith(mark.repeat(3), this.position);
        String end = severalLines ? mark.repeat(3) : mark;
        this.position += end.length();
        while (this.position < this.toml.length() && !this.toml.startsWith(end, this.position)
                && (severalLines || at(this.position) != '\n')) {
            this.position += (quote == '"' && at(this.position) == '\\') ? 2 : 1;
        }
        this.position += end.length();
    }

    private void rewriteWord() {
        int start = this.position;
        while (isWord(at(this.position))) {
            this.position++;
        }
        String word = this.toml.substring(start, this.position);
        if (INTEGER.matcher(word).matches()) {
            this.rewritten.replace(start, this.position, hex(word));
        }
    }

    private static String hex(String decimal) {
        String digits = new BigInteger(decimal.replace("_", "").replace("+", "")).toString(16);
        return "0x" + "0".repeat(decimal.length() - 2 - digits.length()) + digits;
    }

    private char at(int index) {
        return (index < this.toml.length()) ? this.toml.charAt(index) : END;
    }

    private static boolean isWord(char character) {
        return Character.isLetterOrDigit(character) || "_.+:-".indexOf(character) >= 0;
    }

}
