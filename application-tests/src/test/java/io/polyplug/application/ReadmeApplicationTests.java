package io.polyplug.application;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import io.polyplug.archive.BundleArchive;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * The application of the README, made word by word, built by Maven with ahead-of-time
 * processing, and run as an executable jar by the JVM that runs the test.
 */
class ReadmeApplicationTests {

    private static final List<String> PLAIN = List.of("java", "-jar", "app.jar");

    @TempDir
    private static Path folder;

    private static Demo demo;

    @BeforeAll
    static void build() throws Exception {
        assumeTrue(Command.isOnPath("cc"), "there is no C compiler called cc on the PATH");
        demo = Demo.build(folder);
    }

    @BeforeEach
    void firstBuildOfTheBundle() throws Exception {
        demo.buildBundle("Hello ");
    }

    @Test
    void servesAndReloadsAndRollsBack() throws Exception {
        try (RunningDemo running = RunningDemo.start(folder, PLAIN, demo.jar())) {
            assertThat(running.log()).doesNotContain("AOT-processed");
            assertServesAndReloadsAndRollsBack(running);
            demo.buildBundleOfTheGuide();
            assertThat(running.curl(reload())).startsWith("200 ");
            assertThat(running.get("/greet/Ada")).isEqualTo("200 hello Ada");
        }
    }

    @Test
    void doesTheSameWhenItWasProcessedAheadOfTime() throws Exception {
        try (RunningDemo running = RunningDemo.start(folder, aheadOfTime(), demo.jar())) {
            assertThat(running.log()).contains("Starting AOT-processed DemoApplication");
            assertServesAndReloadsAndRollsBack(running);
        }
    }

    @Test
    void servesAnArchiveInTheExecutableJar() throws Exception {
        Path archive = folder.resolve("greeter.ppb");
        BundleArchive.pack(List.of(folder.resolve("plugins/greeter")), archive);
        Path nested = Files.copy(demo.jar(), folder.resolve("nested.jar"));
        Path library = folder.resolve("bundles.jar");
        add(library, Map.of("create", "true"), "more/greeter.ppb", archive);
        add(nested, Map.of(), "BOOT-INF/classes/bundles/greeter.ppb", archive);
        add(nested, Map.of("compressionMethod", "STORED"), "BOOT-INF/lib/bundles.jar", library);
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        for (String location : List.of("classpath:bundles/greeter.ppb", "classpath:bundles/",
                "classpath*:bundles/*.ppb", "classpath:more/greeter.ppb", "classpath*:more/*.ppb")) {
            try (RunningDemo running = RunningDemo.start(elsewhere,
                    RunningDemo.withJava(PLAIN, nested, "--server.port=0", "--polyplug.locations=" + location))) {
                assertThat(running.get("/greet/Ada")).as(location).isEqualTo("200 Hello Ada");
                assertThat(running.curl(reload())).startsWith("200 ");
                assertThat(running.get("/greet/Ada")).as(location).isEqualTo("200 Hello Ada");
                assertThat(running.log()).doesNotContain("WARN");
            }
        }
    }

    private static void add(Path jar, Map<String, String> settings, String name, Path content) throws IOException {
        try (FileSystem zip = FileSystems.newFileSystem(jar, settings)) {
            Path target = zip.getPath(name);
            Files.createDirectories(target.getParent());
            Files.copy(content, target);
        }
    }

    @Test
    void contractWithoutAProviderFailsTheStartAheadOfTime() throws Exception {
        Path empty = Files.createDirectories(folder.resolve("empty/plugins")).getParent();
        List<String> command = RunningDemo.withJava(aheadOfTime(), demo.jar(), "--server.port=0",
                "--polyplug.contracts.fail-fast=true");
        assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> Command.run(empty, command))
            .withMessageContainingAll("APPLICATION FAILED TO START", "demo.Greeter", "polyplug.contracts.fail-fast");
    }

    @Test
    void nativeImageWouldBeRefused() throws Exception {
        assertThat(demo.folder()
            .resolve("target/classes/META-INF/native-image/io.polyplug/polyplug-autoconfigure/native-image.properties"))
            .content()
            .contains("--features=io.polyplug.autoconfigure.aot.NativeImageRefusal");
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_25, disabledReason = "the JVM writes such a cache since Java 25")
    void servesFromAnAotCache() throws Exception {
        Path extracted = folder.resolve("application");
        Command.run(folder, RunningDemo.withJava(Demo.AHEAD_OF_TIME.command("-Djarmode=tools"), demo.jar()));
        Path jar = extracted.resolve(demo.jar().getFileName());
        try (RunningDemo training = RunningDemo.start(folder, cached("-XX:AOTCacheOutput"), jar)) {
            assertServesAndReloadsAndRollsBack(training);
        }
        assertThat(folder.resolve("app.aot")).isNotEmptyFile();
        demo.buildBundle("Hello ");
        List<String> strict = new ArrayList<>(cached("-XX:AOTCache="));
        strict.add(1, "-XX:AOTMode=on");
        try (RunningDemo running = RunningDemo.start(folder, strict, jar)) {
            assertServesAndReloadsAndRollsBack(running);
        }
    }

    @Test
    void readmeNamesTheSpringBootThatItIsTriedWith() {
        assertThat(Demo.README.read())
            .contains("`spring-boot-starter-parent` " + System.getProperty("spring-boot.version"));
    }

    @Test
    void readmeTellsFiguresOfThePageAboutPerformance() {
        assertThat(Demo.README.read()).contains("**0** of 224,725,986 calls failed", "1,585 times in ten seconds",
                "**8.5 ns**", "1.19 times", "**1.1 ms**");
        assertThat(Demo.PERFORMANCE.read()).contains("reloads, and calls meanwhile, in 10 s | 1,585; 224,725,986",
                "| `add` | 8.53 ", "raw FFM | ≤ 1.05 | 1.19 ", "median in µs | ≤ 500 | 1,057 |");
    }

    @Test
    void firstBundleInFiveMinutes() throws Exception {
        Path project = Files.createDirectories(folder.resolve("five-minutes"));
        Files.copy(demo.folder().resolve("pom.xml"), project.resolve("pom.xml"));
        Demo.writeBundle(project);
        List<Page.Step> steps = Demo.README.console();
        int firstCall = IntStream.range(0, steps.size())
            .filter((index) -> steps.get(index).program().equals("curl"))
            .findFirst()
            .orElseThrow();
        for (Page.Step step : steps.subList(0, firstCall)) {
            assertThat(demo.run(project, step).strip()).as(step.line()).matches(step.expected());
        }
        try (RunningDemo running = RunningDemo.start(project, PLAIN, demo.jar())) {
            for (Page.Step step : steps.subList(firstCall, steps.size())) {
                String answer = step.program().equals("curl") ? running.curl(step.words()).substring(4)
                        : demo.run(project, step);
                assertThat(answer.strip()).as(step.line()).matches(step.expected());
            }
        }
    }

    private static List<String> reload() {
        return Demo.README.console()
            .stream()
            .filter((step) -> step.line().startsWith("curl -X POST"))
            .findFirst()
            .orElseThrow()
            .words();
    }

    private static List<String> aheadOfTime() {
        return Demo.AHEAD_OF_TIME.command("java -Dspring.aot.enabled=true");
    }

    private static List<String> cached(String option) {
        return Demo.AHEAD_OF_TIME.command(option);
    }

    private static void assertServesAndReloadsAndRollsBack(RunningDemo running)
            throws IOException, InterruptedException {
        List<String> reload = reload();
        assertThat(running.get("/greet/Ada")).isEqualTo("200 Hello Ada");
        demo.buildBundle("Servus ");
        assertThat(running.curl(reload)).startsWith("200 ").contains("\"outcome\":\"reloaded\"");
        assertThat(running.get("/greet/Ada")).isEqualTo("200 Servus Ada");
        List<String> rollback = reload.stream().map((word) -> word.replace("reloaded", "rolled-back")).toList();
        assertThat(running.curl(rollback)).startsWith("200 ");
        assertThat(running.get("/greet/Ada")).isEqualTo("200 Hello Ada");
        assertThat(running.get("/actuator/polyplug")).startsWith("200 ").contains("\"name\":\"greeter\"");
        assertThat(running.log()).doesNotContain("WARN", "WARNING");
    }

}
