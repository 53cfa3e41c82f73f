package io.polyplug.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

import picocli.CommandLine;

/**
 * What a command line has come to.
 *
 * @param exitCode what the process would have ended with
 * @param out what was printed
 * @param err what was printed about failures
 */
public record Terminal(int exitCode, String out, String err) {

    /**
     * Runs a command line within this process.
     */
    public static Terminal run(Object... words) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        return new Terminal(execute(out, err, words), out.toString(), err.toString());
    }

    /**
     * Runs a command line that prints to the given writers, which may be read meanwhile.
     */
    public static int execute(StringWriter out, StringWriter err, Object... words) {
        CommandLine line = Polyplug.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        String[] arguments = new String[words.length];
        for (int i = 0; i < words.length; i++) {
            arguments[i] = words[i].toString();
        }
        return line.execute(arguments);
    }

    /**
     * Writes an api of the fixtures into a folder.
     * @return the file
     */
    public static Path resource(String name, Path folder) {
        try (InputStream stream = Terminal.class.getResourceAsStream("/apis/" + name)) {
            String text = new String(Objects.requireNonNull(stream, name).readAllBytes(), StandardCharsets.UTF_8);
            return Files.writeString(folder.resolve(name), text);
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

}
