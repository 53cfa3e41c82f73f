package io.polyplug.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the sources of tests say: their methods, and the rows that their display names
 * name. Not thread-safe.
 */
final class TestSources {

    private static final Pattern DISPLAY_NAME = Pattern
        .compile("@DisplayName\\(\\s*((?:\"(?:[^\"\\\\]|\\\\.)*\"[\\s+]*)+)\\)");

    private static final Pattern ROW = Pattern.compile("\\b[A-Z]{1,2}-\\d\\d\\b");

    private static final Pattern METHOD = Pattern.compile("\\bvoid (\\w+)\\(");

    private final Map<String, Set<String>> rows = new HashMap<>();

    private final Map<String, Set<String>> methods = new HashMap<>();

    /**
     * Reads the tests of all modules.
     * @param repository the folder with the modules
     */
    static TestSources of(Path repository) throws IOException {
        TestSources sources = new TestSources();
        List<Path> modules;
        try (Stream<Path> children = Files.list(repository)) {
            modules = children.map((module) -> module.resolve(Path.of("src", "test", "java")))
                .filter(Files::isDirectory)
                .toList();
        }
        for (Path module : modules) {
            try (Stream<Path> files = Files.walk(module)) {
                for (Path file : files.filter((path) -> path.toString().endsWith("Tests.java")).toList()) {
                    String name = file.getFileName().toString();
                    sources.add(name.substring(0, name.length() - ".java".length()), Files.readString(file));
                }
            }
        }
        return sources;
    }

    void add(String className, String source) {
        this.rows.computeIfAbsent(className, (name) -> new HashSet<>()).addAll(rowsIn(source));
        this.methods.computeIfAbsent(className, (name) -> new HashSet<>())
            .addAll(METHOD.matcher(source).results().map((result) -> result.group(1)).toList());
    }

    private static Set<String> rowsIn(String source) {
        Set<String> found = new HashSet<>();
        Matcher matcher = DISPLAY_NAME.matcher(source);
        while (matcher.find()) {
            // A name may be cut in two anywhere.
            String name = matcher.group(1).replaceAll("\"\\s*\\+\\s*\"", "");
            found.addAll(ROW.matcher(name).results().map(MatchResult::group).toList());
        }
        return found;
    }

    boolean hasClass(String className) {
        return this.rows.containsKey(className);
    }

    boolean hasMethod(ConformanceTable.TestMethod method) {
        return this.methods.getOrDefault(method.className(), Set.of()).contains(method.method());
    }

    /** Returns whether a display name in the class names the row. */
    boolean names(String className, String row) {
        return this.rows.getOrDefault(className, Set.of()).contains(row);
    }

    /** Returns the classes whose display names name a row. */
    Set<String> classesNaming(String row) {
        return this.rows.keySet().stream().filter((name) -> names(name, row)).collect(Collectors.toSet());
    }

    /** Returns all rows that are named anywhere. */
    Set<String> namedRows() {
        return this.rows.values().stream().flatMap(Set::stream).collect(Collectors.toSet());
    }

}
