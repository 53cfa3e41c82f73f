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
                default -> assertThat(block.group(1)).isIn("xml", "groovy");
            }
        }
        assertThat(typed).isGreaterThan(7);
    }

    @Test
    void gradleGeneratesWhenTheApiHasChanged() throws Exception {
        assumeTrue(isOnPath("gradle"), "there is no gradle on the PATH");
        String page = Files.readString(PAGE);
        String program = System.getProperty("executable.jar");
        Files.writeString(this.folder.resolve("build.gradle"),
                "apply plugin: 'java'\ncompileJava.options.compilerArgs += ['--release', '17']\ndependencies { implementation files('"
                        + program + "') }\n"
                        + block(page, "groovy").replace("polyplug-cli-0.1.0-SNAPSHOT-executable.jar", program));
        Files.writeString(this.folder.resolve("settings.gradle"), "rootProject.name = 'application'\n");
        Files.writeString(this.folder.resolve("api.toml"), block(page, "toml"));
        Path source = this.folder.resolve("src/main/java/com/example/Polite.java");
        Files.createDirectories(source.getParent());
        Files.writeString(source,
                "package com.example;\n\ninterface Polite extends com.example.contract.Greeter {\n}\n");
        assertThat(gradle()).contains("Greeter.java", "BUILD SUCCESSFUL");
        assertThat(this.folder.resolve("build/classes/java/main/com/example/Polite.class")).exists();
        assertThat(gradle()).contains(":generateContracts UP-TO-DATE", "BUILD SUCCESSFUL");
        Files.writeString(this.folder.resolve("api.toml"), block(page, "toml").replace("Mood", "Humour"));
        assertThat(gradle()).contains("Humour.java", "BUILD SUCCESSFUL");
    }

    private static String block(String page, String language) {
        return BLOCK.matcher(page)
            .results()
            .filter((block) -> block.group(1).equals(language))
            .map((block) -> block.group(2))
            .findFirst()
            .orElseThrow();
    }

    /** Gradle chooses its Java itself: old ones do not run on each. */
    private String gradle() throws IOException, InterruptedException {
        return answer("gradle --offline --no-daemon --console=plain --gradle-user-home home classes");
    }

    private void type(String[] step) throws IOException, InterruptedException {
        assertThat(answer(step[0])).as(step[0]).matches(expected(step[1]));
    }

    private String answer(String line) throws IOException, InterruptedException {
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

    private static boolean isOnPath(String program) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
            .anyMatch((folder) -> Files.isExecutable(Path.of(folder, program)));
    }

}
