package io.polyplug.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Types what the page about codegen says.
 */
class CodegenPageTests {

    @TempDir
    private Path folder;

    @Test
    void pageIsTrue() throws Exception {
        assumeTrue(TypedPage.isOnPath("cmake") && TypedPage.isOnPath("cc"),
                "there is no CMake, or no C compiler called cc, on the PATH");
        TypedPage page = TypedPage.in(this.folder);
        int typed = 0;
        for (TypedPage.Block block : TypedPage.blocks("codegen.md")) {
            switch (block.language()) {
                case "toml" -> Files.writeString(this.folder.resolve("api.toml"), block.text());
                case "c" -> Files.writeString(this.folder.resolve("greeter/src/greeter.c"), block.text());
                case "console" -> typed += page.type(block.text());
                default -> assertThat(block.language()).isIn("xml", "groovy");
            }
        }
        assertThat(typed).isGreaterThan(7);
    }

    @Test
    void gradleGeneratesWhenTheApiHasChanged() throws Exception {
        assumeTrue(TypedPage.isOnPath("gradle"), "there is no gradle on the PATH");
        TypedPage page = TypedPage.in(this.folder);
        String program = System.getProperty("executable.jar");
        Files.writeString(this.folder.resolve("build.gradle"),
                "apply plugin: 'java'\ncompileJava.options.compilerArgs += ['--release', '17']\n"
                        + "dependencies { implementation files('" + program + "') }\n"
                        + block("groovy").replace("polyplug-cli-0.1.0-SNAPSHOT-executable.jar", program));
        Files.writeString(this.folder.resolve("settings.gradle"), "rootProject.name = 'application'\n");
        Files.writeString(this.folder.resolve("api.toml"), block("toml"));
        Path source = this.folder.resolve("src/main/java/com/example/Polite.java");
        Files.createDirectories(source.getParent());
        Files.writeString(source,
                "package com.example;\n\ninterface Polite extends com.example.contract.Greeter {\n}\n");
        assertThat(gradle(page)).contains("Greeter.java", "BUILD SUCCESSFUL");
        assertThat(this.folder.resolve("build/classes/java/main/com/example/Polite.class")).exists();
        assertThat(gradle(page)).contains(":generateContracts UP-TO-DATE", "BUILD SUCCESSFUL");
        Files.writeString(this.folder.resolve("api.toml"), block("toml").replace("Mood", "Humour"));
        assertThat(gradle(page)).contains("Humour.java", "BUILD SUCCESSFUL");
    }

    private static String block(String language) throws IOException {
        return TypedPage.blocks("codegen.md")
            .stream()
            .filter((block) -> block.language().equals(language))
            .map(TypedPage.Block::text)
            .findFirst()
            .orElseThrow();
    }

    /** Gradle chooses its Java itself: old ones do not run on each. */
    private static String gradle(TypedPage page) throws IOException, InterruptedException {
        return page.answer("gradle --offline --no-daemon --console=plain --gradle-user-home home classes");
    }

}
