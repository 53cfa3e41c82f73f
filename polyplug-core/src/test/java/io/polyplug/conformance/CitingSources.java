package io.polyplug.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Sources that cite pages by number: {@code docs/<page>.md} and one or more numbers. Not
 * thread-safe.
 */
final class CitingSources {

    private static final List<String> SUFFIXES = List.of(".java", ".kt", ".c", ".h", ".cpp", ".rs");

    /** What a comment goes on with in its next line. */
    private static final Pattern LINE_END = Pattern.compile("\\s*\\R\\s*(?:\\*(?!/)|//)?\\s*");

    /** A text that is cut in two. */
    private static final Pattern SEAM = Pattern.compile("\"\\s*\\+\\s*\"");

    private static final Pattern CITE = Pattern
        .compile("docs/(\\w+)\\.md (\\d+(?:\\.\\d+)?(?:(?:, | and | to )\\d+(?:\\.\\d+)?)*)");

    private static final Pattern NUMBER = Pattern.compile("\\d+(?:\\.\\d+)?");

    /** The group keeps this source, which is read as well, from naming it. */
    private static final Pattern FORMER_CITE = Pattern.compile("(?i)\\bspeci(?:fications?)\\b");

    private final Map<String, String> sources = new TreeMap<>();

    /**
     * Reads the sources of all modules, main and test.
     * @param repository the folder with the modules
     */
    static CitingSources of(Path repository) throws IOException {
        CitingSources sources = new CitingSources();
        List<Path> modules;
        try (Stream<Path> children = Files.list(repository)) {
            modules = children.map((module) -> module.resolve("src")).filter(Files::isDirectory).toList();
        }
        for (Path module : modules) {
            try (Stream<Path> files = Files.walk(module)) {
                for (Path file : files.filter(CitingSources::isSource).toList()) {
                    sources.add(repository.relativize(file).toString(), Files.readString(file));
                }
            }
        }
        return sources;
    }

    private static boolean isSource(Path file) {
        return SUFFIXES.stream().anyMatch(file.toString()::endsWith) && Files.isRegularFile(file);
    }

    void add(String name, String source) {
        this.sources.put(name, source);
    }

    /** Returns what is wrong, each as a sentence; nothing if all is well. */
    List<String> problems(NumberedPages pages) {
        List<String> problems = new ArrayList<>();
        this.sources.forEach((name, source) -> {
            String text = SEAM.matcher(LINE_END.matcher(source).replaceAll(" ")).replaceAll("");
            Matcher cite = CITE.matcher(text);
            while (cite.find()) {
                addProblemsOf(problems, name, cite, pages);
            }
            if (FORMER_CITE.matcher(text).find()) {
                problems.add(name + " speaks of a document that readers do not have: cite docs/abi.md"
                        + " or docs/behaviour.md by number");
            }
        });
        return problems;
    }

    private static void addProblemsOf(List<String> problems, String source, Matcher cite, NumberedPages pages) {
        String page = cite.group(1);
        if (pages.has(page)) {
            NUMBER.matcher(cite.group(2))
                .results()
                .map((number) -> number.group())
                .filter((number) -> !pages.has(page, number))
                .forEach((number) -> problems
                    .add(source + " cites docs/" + page + ".md " + number + ", which does not exist"));
        }
    }

    /** Returns how many cites of these pages there are. */
    long count(NumberedPages pages) {
        return this.sources.values()
            .stream()
            .flatMap((source) -> CITE.matcher(LINE_END.matcher(source).replaceAll(" ")).results())
            .filter((cite) -> pages.has(cite.group(1)))
            .count();
    }

}
