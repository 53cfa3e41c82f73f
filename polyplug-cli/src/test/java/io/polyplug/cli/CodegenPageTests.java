package io.polyplug.cli;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Types what the page about codegen says, in the order of the page, with the jar in the
 * place of {@code polyplug}.
 */
class CodegenPageTests {

    private static final Path PAGE = Path.of(System.getProperty("basedir", ""), "../docs/codegen.md");

    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w+)\\n(.*?)^```$");

    @TempDir
    private Path folder;

    @BeforeEach
    void polyplugIsAProgram() throws IOException {
        Path program = Files.createDirectory(this.folder.resolve("bin")).resolve("polyplug");
        Files.writeString(program, """
                #!/bin/sh
                exec '%s' -jar '%s' "$@"
                """.formatted(Path.of(System.getProperty("java.home"), "bin", "java"),
                System.getProperty("executable.jar")));
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @Test
    void pageIsTrue() throws Exception {
        assumeTrue(isOnPath("cmake") && isOnPath("cc"), "there is no CMake, or no C compiler called cc, on the PATH");
        int typed = 0;
        Matcher block = BLOCK.matcher(Files.readString(PAGE));
        while (block.find()) {
            switch (block.group(1)) {
                case "toml" -> Files.writeString(this.folder.resolve("api.toml"), block.group(2));
                case "c" -> Files.writeString(this.folder.resolve("greeter/src/greeter.c"), block.group(2));
                case "console" -> {
                    List<String> steps = Stream.of(block.group(2).split("(?m)^\\$ ")).skip(1).toList();
                    typed += steps.size();
                    for (String step : steps) {
                        type(step.split("\n", 2));
                    }
                }
                default -> assertThat(block.group(1)).isEqualTo("xml");
            }
        }
        assertThat(typed).isGreaterThan(7);
    }

    private void type(String[] step) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", step[0]).directory(this.folder.toFile())
            .redirectErrorStream(true);
        builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"));
        builder.environment().merge("PATH", "", (path, none) -> this.folder.resolve("bin") + File.pathSeparator + path);
        Process process = builder.start();
        String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        assertThat(answer).as(step[0]).matches(expected(step[1]));
    }

    /** An ellipsis stands for anything. */
    private static Pattern expected(String answer) {
        return Pattern.compile(Stream.of(answer.replace("…\n", "…").split("…", -1))
            .map(Pattern::quote)
            .collect(Collectors.joining(".*")), Pattern.DOTALL);
    }

    private static boolean isOnPath(String program) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
            .anyMatch((folder) -> Files.isExecutable(Path.of(folder, program)));
    }

}
