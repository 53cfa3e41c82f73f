package io.polyplug.restart;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.polyplug.restart.devtools.DevtoolsApplication;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application that DevTools restarts: its classes come with a new class loader each
 * time, polyplug and Spring stay.
 */
class DevtoolsTests {

    /** With these DevTools leaves an application alone, or they want a browser. */
    private static final String NOT_AT_RUN_TIME = "(.*-test-|spring-boot-(starter-)?test|spring-test|junit|mockito"
            + "|byte-buddy|assertj|hamcrest).*";

    @TempDir
    private Path temporary;

    @Test
    void restartedApplicationLeavesNoClassLoaderNoThreadAndNoLibrary() throws Exception {
        Stage stage = new Stage(this.temporary);
        List<Path> classPath = new ArrayList<>(stage.jars((name) -> !name.matches(NOT_AT_RUN_TIME)));
        Path classes = stage.folder().resolve("application");
        for (String each : List.of("application", "devtools", "harness")) {
            stage.copyPackage(each, classes);
        }
        classPath.add(0, classes);

        List<String> output = Stage.run(classPath, stage.properties(), DevtoolsApplication.class.getName(),
                "--server.port=0", "--spring.devtools.livereload.enabled=false");

        assertThat(output).filteredOn((line) -> line.startsWith("loader"))
            .hasSize(4)
            .containsOnly("loader RestartClassLoader");
        assertThat(output).filteredOn((line) -> line.startsWith("answer"))
            .hasSize(4)
            .containsOnly("answer " + Stage.backend() + " says hello you 42");
        assertThat(output).filteredOn((line) -> line.startsWith("class loader"))
            .hasSize(2)
            .containsOnly("class loader collected");
        assertThat(output).filteredOn((line) -> line.startsWith("mapped while it runs"))
            .singleElement()
            .satisfies((line) -> assertThat(line.split("\\.so")).as(line).hasSize(3));
        assertThat(output).contains("threads []", "libraries []");
    }

}
