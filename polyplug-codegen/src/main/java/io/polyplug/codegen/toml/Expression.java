package io.polyplug.codegen.toml;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The value of a variant as it is written: decimal, {@code 0x} and {@code 0b} numbers,
 * names of variants, {@code ~}, {@code <<}, {@code |} and parentheses, which bind in that
 * order. Numbers are unsigned and have 64 bits; {@code ~} turns the bits that the enum's
 * representation has. Not thread-safe.
 */
final class Expression {

    private static final int DEEPEST = 100;

    private static final Pattern DECIMAL = Pattern.compile("0|[1-9][0-9]*");

    private static final Pattern HEXADECIMAL = Pattern.compile("0x[0-9a-fA-F]+");

    private static final Pattern BINARY = Pattern.compile("0b[01]+");

    private final String text;

    private final long mask;

    private final Variables variables;

    private int index;

    private int depth;

    private Expression(String text, long mask, Variables variables) {
        this.text = text;
        this.mask = mask;
        this.variables = variables;
    }

    /**
     * Computes a value.
     * @param text the expression
     * @param mask the bits of the representation
     * @param variables the variants that can be named
     * @return the value, unsigned
     * @throws Malformed if the text is no expression, or the value has more than 64 bits
     */
    static long evaluate(String text, long mask, Variables variables) throws Malformed {
        Expression expression = new Expression(text, mask, variables);
        if (text.isBlank()) {
            throw new Malformed(0, "is empty", "Write a number, such as \"1\"");
        }
        long value = expression.or();
        if (expression.index < text.length()) {
            throw expression.unexpected();
        }
        return value;
    }

    private long or() throws Malformed {
        long value = shift();
        while (accept("|")) {
            value |= shift();
        }
        return value;
    }

    private long shift() throws Malformed {
        long value = unary();
        int place = this.index;
        while (accept("<<")) {
            long amount = unary();
            if (amount < 0 || amount > 63 || value << amount >>> amount != value) {
                throw new Malformed(place, "has more than 64 bits", "Shift by less");
            }
            value <<= amount;
            place = this.index;
        }
        return value;
    }

    private long unary() throws Malformed {
        if (++this.depth > DEEPEST) {
            throw new Malformed(this.index, "is nested too deep", "Write it without so many ~ and parentheses");
        }
        long value = accept("~") ? ~unary() & this.mask : primary();
        this.depth--;
        return value;
    }

    private long primary() throws Malformed {
        if (accept("(")) {
            long value = or();
            if (!accept(")")) {
                throw unexpected();
            }
            return value;
        }
        int start = this.index;
        while (this.index < this.text.length() && isWordPart(this.text.charAt(this.index))) {
            this.index++;
        }
        String word = this.text.substring(start, this.index);
        if (word.isEmpty()) {
            throw unexpected();
        }
        long value = Character.isDigit(word.charAt(0)) ? number(word, start) : this.variables.valueOf(word, start);
        skipSpace();
        return value;
    }

    private static long number(String word, int start) throws Malformed {
        try {
            if (HEXADECIMAL.matcher(word).matches()) {
                return Long.parseUnsignedLong(word.substring(2), 16);
            }
            if (BINARY.matcher(word).matches()) {
                return Long.parseUnsignedLong(word.substring(2), 2);
            }
            if (DECIMAL.matcher(word).matches()) {
                return Long.parseUnsignedLong(word);
            }
        }
        catch (NumberFormatException ex) {
            throw new Malformed(start, "has more than 64 bits", "Write at most 0xFFFFFFFFFFFFFFFF");
        }
        throw new Malformed(start, "has '" + word + "', which is no number", numberCure(word));
    }

    private static String numberCure(String word) {
        String usual = word.replace("_", "").toLowerCase(Locale.ROOT).replaceFirst("^0+(?=[0-9])", "");
        boolean sound = DECIMAL.matcher(usual).matches() || HEXADECIMAL.matcher(usual).matches()
                || BINARY.matcher(usual).matches();
        return sound ? "Write " + usual : "Write a decimal number, 0x and hexadecimal digits, or 0b and binary digits";
    }

    private boolean accept(String token) {
        skipSpace();
        if (!this.text.startsWith(token, this.index)) {
            return false;
        }
        this.index += token.length();
        skipSpace();
        return true;
    }

    private void skipSpace() {
        while (this.index < this.text.length() && Character.isWhitespace(this.text.charAt(this.index))) {
            this.index++;
        }
    }

    private static boolean isWordPart(char character) {
        return character == '_' || (character >= '0' && character <= '9') || (character >= 'A' && character <= 'Z')
                || (character >= 'a' && character <= 'z');
    }

    private Malformed unexpected() {
        String cure = "Use numbers, names of earlier variants, |, <<, ~ and parentheses";
        if (this.index >= this.text.length()) {
            return new Malformed(this.index, "ends too early", cure);
        }
        return new Malformed(this.index,
                "has '" + Character.toString(this.text.codePointAt(this.index)) + "' where it cannot be", cure);
    }

    /**
     * The variants that an expression can name.
     */
    interface Variables {

        /**
         * Returns the value of a variant.
         * @param name its name
         * @param index where it is named
         * @throws Malformed if there is none, or it cannot be named here
         */
        long valueOf(String name, int index) throws Malformed;

    }

    /**
     * Why a text has no value: what is said of the value, and from which character on.
     */
    static final class Malformed extends Exception {

        private static final long serialVersionUID = 1L;

        private final int index;

        private final String cure;

        Malformed(int index, String text, String cure) {
            super(text, null, false, false);
            this.index = index;
            this.cure = cure;
        }

        int index() {
            return this.index;
        }

        String cure() {
            return this.cure;
        }

    }

}
