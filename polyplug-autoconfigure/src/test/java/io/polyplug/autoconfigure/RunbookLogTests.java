package io.polyplug.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Each warning and each error that the modules log is in the runbook.
 */
class RunbookLogTests {

    private static final Path ROOT = Path.of("..");

    private static final Pattern LITERAL = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");

    /** With a text that stands there, in one or several parts. */
    private static final Pattern RECORD = Pattern.compile(
            "[lL]ogger\\s*\\.(?:warn|error|atLevel\\(level\\)\\s*\\.log)\\(\\s*(?<text>(?:\"(?:[^\"\\\\]|\\\\.)*\"(?:\\s*\\+\\s*)?)+)");

    /** Texts whose words are all in what is put in: a reason, of which others tell. */
    private static final List<String> REASONS_ALONE = List.of("…");

    @Test
    void eachRecordIsInTheRunbook() throws IOException {
        List<Pattern> entries = entries();
        List<String> records = records();
        assertThat(entries).hasSizeGreaterThan(30);
        assertThat(records).hasSizeGreaterThan(40)
            .as("put a line for these into '### Warnings and errors in the log' of docs/operations.md")
            .allMatch((record) -> REASONS_ALONE.contains(record)
                    || entries.stream().anyMatch((entry) -> entry.matcher(record).matches()));
    }

    private static List<Pattern> entries() throws IOException {
        String page = Files.readString(ROOT.resolve("docs/operations.md"));
        int start = page.indexOf("### Warnings and errors in the log");
        List<Pattern> entries = new ArrayList<>();
        for (String line : page.substring(start, page.indexOf("\n## ", start)).lines().toList()) {
            if (line.startsWith("| `")) {
                Matcher entry = Pattern.compile("`([^`]+)`").matcher(line.substring(0, line.indexOf(" | ")));
                while (entry.find()) {
                    entries.add(Pattern.compile(Pattern.quote(entry.group(1)).replace("…", "\\E.*\\Q")));
                }
            }
        }
        return entries;
    }

    private static List<String> records() throws IOException {
        List<String> records = new ArrayList<>();
        try (Stream<Path> modules = Files.list(ROOT)) {
            for (Path module : modules.filter((path) -> path.getFileName().toString().startsWith("polyplug-"))
                .toList()) {
                Path sources = module.resolve("src/main/java");
                if (Files.isDirectory(sources)) {
                    try (Stream<Path> files = Files.walk(sources)) {
                        for (Path file : files.filter((path) -> path.toString().endsWith(".java")).toList()) {
                            records.addAll(records(Files.readString(file)));
                        }
                    }
                }
            }
        }
        return records;
    }

    private static List<String> records(String source) {
        List<String> records = new ArrayList<>();
        Matcher record = RECORD.matcher(source);
        while (record.find()) {
            StringBuilder text = new StringBuilder();
            Matcher part = LITERAL.matcher(record.group("text"));
            while (part.find()) {
                text.append(part.group(1));
            }
            records.add(text.toString().replace("{}", "…"));
        }
        return records;
    }

}
