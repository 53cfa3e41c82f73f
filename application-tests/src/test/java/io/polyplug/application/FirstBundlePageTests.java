package io.polyplug.application;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Types what the page about the first bundle says: the application out of the archetype,
 * run by Maven, and the languages whose bundles take over from one another.
 */
class FirstBundlePageTests {

    private static final Page PAGE = new Page(Demo.BUILD.resolve("docs/first-bundle.md"));

    /** How long a change may take to be seen, on a machine that is busy. */
    private static final long LONGEST = 120_000_000_000L;

    @TempDir
    private static Path folder;

    private static RunningDemo running;

    @BeforeAll
    static void twoCommands() throws Exception {
        assumeTrue(Command.isOnPath("cmake") && Command.isOnPath("cc"),
                "there is no CMake, or no C compiler called cc, on the PATH");
        List<Page.Step> steps = PAGE.section("Two commands");
        maven(folder, steps.get(0).words());
        List<String> words = steps.get(1).words();
        assertThat(words).startsWith("cd", "demo", "&&", "mvn");
        List<String> run = new ArrayList<>(Build.command());
        run.addAll(words.subList(4, words.size()));
        run.add("-Dspring-boot.run.arguments=--server.port=0");
        running = RunningDemo.start(folder.resolve("demo"), run);
        assertAnswers(steps.get(2));
    }

    @AfterAll
    static void end() {
        if (running != null) {
            running.close();
        }
    }

    @Test
    void bundleIsChangedWhileItRuns() throws Exception {
        type("Change it while it runs");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({ "C++,c++", "Rust,cargo", "Go,go", "Zig,zig" })
    void otherLanguageTakesOver(String language, String compiler) throws Exception {
        assumeTrue(Command.isOnPath(compiler), "there is no " + compiler + " on the PATH");
        type("In " + language);
        assertThat(running.get("/actuator/health")).contains("\"UP\"");
    }

    private static void type(String section) throws Exception {
        for (Page.Step step : PAGE.section(section)) {
            Path demo = folder.resolve("demo");
            if (step.program().equals("mvn")) {
                maven(demo, step.words());
            }
            else if (step.program().equals("curl")) {
                assertAnswers(step);
            }
            else {
                Command.run(demo, List.of("sh", "-c", step.line()));
            }
        }
    }

    private static void maven(Path directory, List<String> words) throws Exception {
        List<String> command = new ArrayList<>(Demo.quietMaven());
        command.addAll(words.subList(1, words.size()));
        Command.run(directory, command);
    }

    /** The application sees by itself that its bundle has changed, a little later. */
    private static void assertAnswers(Page.Step step) throws IOException {
        long end = System.nanoTime() + LONGEST;
        String expected = "200 " + step.answer();
        String answer = running.curl(step.words());
        while (!answer.equals(expected) && System.nanoTime() - end < 0) {
            assertThat(answer).startsWith("200 ");
            LockSupport.parkNanos(50_000_000);
            answer = running.curl(step.words());
        }
        assertThat(answer).as(running::log).isEqualTo(expected);
    }

}
