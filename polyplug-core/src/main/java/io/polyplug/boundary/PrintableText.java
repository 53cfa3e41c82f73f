package io.polyplug.boundary;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Text of guests as people may see it in a log: one line, and nothing in it that a
 * terminal obeys or that only looks like something else.
 */
public final class PrintableText {

    private static final char REPLACEMENT = '\uFFFD';

    private PrintableText() {
    }

    /**
     * Returns text in which line breaks and other control characters are spelled out as
     * {@code \n}, {@code \r} and {@code \}{@code uNNNN}; tabulators stay.
     * @param text any text
     * @return the printable text, the same object where nothing has to be spelled out
     */
    public static String of(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isPrintable(text.charAt(i))) {
                return spelledOut(text, i);
            }
        }
        return text;
    }

    /**
     * Returns printable text; bytes that are not UTF-8 are spelled out as {@code \xNN}.
     */
    static String of(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        return (text.indexOf(REPLACEMENT) < 0) ? of(text) : ofMalformed(bytes);
    }

    private static String ofMalformed(byte[] bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        StringBuilder text = new StringBuilder();
        while (true) {
            CoderResult result = decoder.decode(in, out, true);
            text.append(of(out.flip().toString()));
            out.clear();
            if (result.isUnderflow()) {
                return text.toString();
            }
            for (int i = 0; i < result.length(); i++) {
                text.append(String.format(Locale.ROOT, "\\x%02x", in.get()));
            }
        }
    }

    private static String spelledOut(String text, int printable) {
        StringBuilder spelled = new StringBuilder(text.length() + 16).append(text, 0, printable);
        for (int i = printable; i < text.length(); i++) {
            char each = text.charAt(i);
            if (isPrintable(each)) {
                spelled.append(each);
            }
            else if (each == '\n') {
                spelled.append("\\n");
            }
            else if (each == '\r') {
                spelled.append("\\r");
            }
            else {
                spelled.append(String.format(Locale.ROOT, "\\u%04x", (int) each));
            }
        }
        return spelled.toString();
    }

    private static boolean isPrintable(char each) {
        if (each < 0x7f) {
            return each >= ' ' || each == '\t';
        }
        return !Character.isISOControl(each) && !breaksLines(each) && !turnsText(each);
    }

    private static boolean breaksLines(char each) {
        return each == 0x2028 || each == 0x2029;
    }

    /** Characters that change the direction in which text is shown. */
    private static boolean turnsText(char each) {
        return each == 0x061c || each == 0x200e || each == 0x200f || (each >= 0x202a && each <= 0x202e)
                || (each >= 0x2066 && each <= 0x2069);
    }

}
