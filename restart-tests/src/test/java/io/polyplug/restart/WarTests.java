package io.polyplug.restart;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.polyplug.restart.harness.TomcatHost;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A WAR that comes and goes in a Tomcat that stays.
 */
class WarTests {

    /** What the container has, and what belongs to tests. */
    private static final String NOT_IN_THE_WAR = "(tomcat-|spring-boot-(starter-)?tomcat|spring-boot-devtools|.*-test-"
            + "|spring-boot-(starter-)?test|spring-test|junit|mockito|byte-buddy|assertj|hamcrest|src-native).*";

    @TempDir
    private Path temporary;

    @Test
    void undeployedWarLeavesNoClassLoaderNoThreadLocalNoThreadAndNoLibrary() throws Exception {
        Stage stage = new Stage(this.temporary);
        Path war = stage.folder().resolve("war");
        stage.copyPackage("application", war.resolve("WEB-INF/classes"));
        Path libraries = Files.createDirectories(war.resolve("WEB-INF/lib"));
        for (Path jar : stage.jars((name) -> !name.matches(NOT_IN_THE_WAR))) {
            Files.copy(jar, libraries.resolve(jar.getFileName()));
        }
        List<Path> tomcat = stage.jars((name) -> name.matches("(tomcat-embed-|jakarta.annotation-api-).*"));
        tomcat.add(stage.copyPackage("harness", stage.folder().resolve("harness")));

        List<String> output = Stage.run(tomcat, stage.properties(), TomcatHost.class.getName(),
                stage.folder().resolve("tomcat"), war, stage.work());

        assertThat(output).filteredOn((line) -> line.startsWith("answer"))
            .hasSize(3)
            .containsOnly("answer " + Stage.backend() + " says hello you 42");
        assertThat(output).as("Tomcat names what was left").noneMatch((line) -> line.contains("The web application ["));
        assertThat(output).contains("threads []", "libraries []", "unpacked by JNA []");
        assertThat(output).filteredOn((line) -> line.startsWith("class loader"))
            .containsExactly("class loader collected", "class loader collected", "class loader collected");
    }

}
