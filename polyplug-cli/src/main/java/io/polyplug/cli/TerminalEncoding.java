package io.polyplug.cli;

import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.IntStream;

import picocli.CommandLine;

/**
 * The encoding that Java takes bytes of the command line and names of files for, which is
 * that of the locale.
 */
final class TerminalEncoding {

    /** What Java puts where bytes are no text in the encoding. */
    private static final char REPLACEMENT = '\ufffd';

    private final Charset charset;

    private TerminalEncoding(Charset charset) {
        this.charset = charset;
    }

    static TerminalEncoding ofThisProcess() {
        return new TerminalEncoding(
                Charset.forName(System.getProperty("sun.jnu.encoding", StandardCharsets.UTF_8.name())));
    }

    /**
     * Returns what is wrong with words that Java could not read, and has replaced in
     * part.
     * @return what to tell, or nothing if all came as it was typed
     */
    Optional<String> damageOf(String[] words) {
        return IntStream.range(0, words.length)
            .filter((i) -> words[i].indexOf(REPLACEMENT) >= 0)
            .mapToObj((i) -> "Word " + (i + 1) + " of the command line, '" + words[i]
                    + "', was damaged before polyplug saw it: in this locale text is " + this.charset
                    + ", and it has other bytes. " + cure())
            .findFirst();
    }

    private String cure() {
        return this.charset.equals(StandardCharsets.UTF_8)
                ? "Have the terminal send UTF-8; bytes that are no text go into a Buffer as hex:0a0b or @file"
                : "Set another one: LC_ALL=C.UTF-8";
    }

    /**
     * Has a program print UTF-8 in the locale {@code C}, which has no word for what is
     * not ASCII: Java would print question marks.
     */
    void adapt(CommandLine line) {
        if (this.charset.equals(StandardCharsets.US_ASCII)) {
            line.setOut(utf8(System.out)).setErr(utf8(System.err));
        }
    }

    private static PrintWriter utf8(OutputStream stream) {
        return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
    }

}
