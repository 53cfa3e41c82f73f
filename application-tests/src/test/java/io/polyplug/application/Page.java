package io.polyplug.application;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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
            throw new IllegalStateException(this.file + " has " + found.size() + " blocks of '" + language
                    + "' that contain '" + text + "'");
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
        return WORD.matcher(found.get(0).replaceFirst(" +# .*", ""))
            .results()
            .map((word) -> word.group().replace("'", ""))
            .toList();
    }

    private String read() {
        try {
            return Files.readString(this.file);
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

}
