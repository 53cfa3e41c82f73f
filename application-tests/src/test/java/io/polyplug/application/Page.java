package io.polyplug.application;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A page of the documentation, for what it tells users to copy.
 *
 * @param file its file
 */
record Page(Path file) {

    private static final Pattern BLOCK = Pattern.compile("(?ms)^( *)```(\\w*)\\n(.*?)^\\1```$");

    private static final Pattern WORD = Pattern.compile("'[^']*'|[^ ']+");

    /**
     * Returns the one block of code in a language that contains a text.
     */
    String block(String language, String text) {
        List<String> found = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(read());
        while (matcher.find()) {
            if (matcher.group(2).equals(language) && matcher.group(3).contains(text)) {
                found.add(matcher.group(3).replaceAll("(?m)^" + matcher.group(1), ""));
            }
        }
        if (found.size() != 1) {
            throw new IllegalStateException(
                    this.file + " has " + found.size() + " blocks of '" + language + "' that contain '" + text + "'");
        }
        return found.get(0);
    }

    /**
     * Returns the one command that contains a text, without the comment behind it.
     */
    List<String> command(String text) {
        List<String> found = block("", text).lines().filter((line) -> line.contains(text)).toList();
        if (found.size() != 1) {
            throw new IllegalStateException(this.file + " has several commands that contain '" + text + "'");
        }
        return words(found.get(0));
    }

    /**
     * Returns what the page shows of a console, line by line: what is typed behind
     * {@code $}, and what is answered.
     */
    List<Step> console() {
        return console(read());
    }

    /**
     * Returns what a section of the page shows of a console.
     * @param heading the heading of the second level
     */
    List<Step> section(String heading) {
        String start = "\n## " + heading + "\n";
        String text = read() + "\n## ";
        int begin = text.indexOf(start);
        if (begin < 0) {
            throw new IllegalStateException(this.file + " has no section '" + heading + "'");
        }
        return console(text.substring(begin, text.indexOf("\n## ", begin + start.length())));
    }

    private static List<Step> console(String text) {
        List<Step> steps = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(text);
        while (matcher.find()) {
            if (matcher.group(2).equals("console")) {
                String[] commands = matcher.group(3).replaceAll("(?m)^" + matcher.group(1), "").split("(?m)^\\$ ");
                Stream.of(commands).skip(1).map(Step::of).forEach(steps::add);
            }
        }
        return steps;
    }

    private static List<String> words(String command) {
        return WORD.matcher(command.replaceFirst(" +# .*", ""))
            .results()
            .map((word) -> word.group().replace("'", ""))
            .toList();
    }

    /** Returns what the page says. */
    String read() {
        try {
            return Files.readString(this.file);
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    /**
     * A command and what it answers.
     *
     * @param line the command as it is typed
     * @param answer the answer; an ellipsis stands for anything
     */
    record Step(String line, String answer) {

        private static Step of(String text) {
            String[] parts = (text + "\n").split("\n", 2);
            return new Step(parts[0], parts[1].strip());
        }

        String program() {
            return words().get(0);
        }

        List<String> words() {
            return Page.words(this.line);
        }

        /** Returns what the answer has to match. */
        Pattern expected() {
            return Pattern.compile(
                    Stream.of(this.answer.split("…", -1)).map(Pattern::quote).collect(Collectors.joining(".*")),
                    Pattern.DOTALL);
        }

    }

}
