package io.polyplug.cli;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A page of docs whose console is typed in a folder, in the order of the page, with the
 * jar in the place of {@code polyplug}.
 */
final class TypedPage {

    private static final Path DOCS = Path.of(System.getProperty("basedir", ""), "../docs");

    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w+)\\n(.*?)^```$");

    private final Path folder;

    private TypedPage(Path folder) {
        this.folder = folder;
    }

    /**
     * Returns a folder in which {@code polyplug} is a program.
     */
    static TypedPage in(Path folder) throws IOException {
        Path program = Files.createDirectory(folder.resolve("bin")).resolve("polyplug");
        Files.writeString(program, """
                #!/bin/sh
                exec '%s' -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -jar '%s' "$@"
                """.formatted(Path.of(System.getProperty("java.home"), "bin", "java"),
                System.getProperty("executable.jar")));
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        return new TypedPage(folder);
    }

    /**
     * Returns the blocks of a page.
     */
    static List<Block> blocks(String page) throws IOException {
        List<Block> blocks = new ArrayList<>();
        Matcher block = BLOCK.matcher(Files.readString(DOCS.resolve(page)));
        while (block.find()) {
            blocks.add(new Block(block.group(1), block.group(2)));
        }
        return blocks;
    }

    /**
     * Types what stands behind a {@code $}, and compares the answers.
     * @return how many lines were typed
     */
    int type(String console) throws IOException, InterruptedException {
        List<String> steps = Stream.of(console.split("(?m)^\\$ ")).skip(1).toList();
        for (String step : steps) {
            type(step.split("\n", 2));
        }
        return steps.size();
    }

    private void type(String[] step) throws IOException, InterruptedException {
        assertThat(answer(step[0])).as(step[0]).matches(expected(step[1]));
    }

    /**
     * Types a line.
     * @return what is answered, errors as well
     */
    String answer(String line) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", line).directory(this.folder.toFile())
            .redirectErrorStream(true);
        builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"));
        builder.environment().merge("PATH", "", (path, none) -> this.folder.resolve("bin") + File.pathSeparator + path);
        Process process = builder.start();
        String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return answer;
    }

    /** An ellipsis stands for anything. */
    private static Pattern expected(String answer) {
        return Pattern.compile(Stream.of(answer.replace("…\n", "…").split("…", -1))
            .map(Pattern::quote)
            .collect(Collectors.joining(".*")), Pattern.DOTALL);
    }

    static boolean isOnPath(String program) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
            .anyMatch((folder) -> Files.isExecutable(Path.of(folder, program)));
    }

    /**
     * A block of code.
     *
     * @param language what stands behind its marks
     * @param text what is in it
     */
    record Block(String language, String text) {
    }

}
