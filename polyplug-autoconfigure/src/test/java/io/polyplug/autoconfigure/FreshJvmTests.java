package io.polyplug.autoconfigure;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * An application in a JVM of its own: what depends on how that was started.
 */
class FreshJvmTests {

    private static final String DENY = "--illegal-native-access=deny";

    private static final String REASON = "JVMs before Java 24 neither warn of native libraries nor deny them";

    private final String classPath = System.getProperty("java.class.path");

    @TempDir
    private Path work;

    @Test
    @EnabledForJreRange(min = JRE.JAVA_24, disabledReason = REASON)
    void deniedNativeAccessIsExplained() throws Exception {
        Run run = start(this.classPath, ExpectedBackend.name(), DENY);
        assertThat(run.exit).isEqualTo(1);
        assertThat(run.output).contains("APPLICATION FAILED TO START")
            .containsSubsequence("Description:",
                    "Backend '" + ExpectedBackend.name() + "' cannot reach native code: this JVM denies native access",
                    "Action:", "    --enable-native-access=ALL-UNNAMED\n", "    Enable-Native-Access: ALL-UNNAMED\n");
        assertThat(run.output).doesNotContain("\tat ");
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_24, disabledReason = REASON)
    void nativeAccessThatWasNotEnabledIsOneWarning() throws Exception {
        Run run = start(this.classPath, ExpectedBackend.name());
        assertThat(run.exit).isZero();
        assertThat(run.output).contains("through backend '" + ExpectedBackend.name() + "'");
        assertThat(run.output.lines().filter((line) -> line.contains(" WARN "))).singleElement()
            .asString()
            .contains("polyplug.runtime", "--enable-native-access=ALL-UNNAMED", "'Enable-Native-Access: ALL-UNNAMED'");
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_25, disabledReason = "there the jar makes no difference")
    void backendWhoseJarIsMissingIsExplained() throws Exception {
        assumeTrue(ExpectedBackend.name().equals("ffm"), "says nothing about the other backend");
        String without = Stream.of(this.classPath.split(File.pathSeparator))
            .filter((entry) -> !entry.contains("polyplug-ffm"))
            .collect(Collectors.joining(File.pathSeparator));
        Run run = start(without, "ffm");
        assertThat(run.exit).isEqualTo(1);
        assertThat(run.output).containsSubsequence("Description:", "Backend 'ffm' is not on the class path", "Action:",
                "Add the dependency io.polyplug:polyplug-ffm, or use 'jna' or 'auto'. The setting is 'backend'");
    }

    private Run start(String classPath, String backend, String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", classPath, Small.class.getName(), "--polyplug.backend=" + backend,
                "--polyplug.work-directory=" + this.work, "--spring.main.web-application-type=none"));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"));
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Run(output, process.waitFor());
    }

    private record Run(String output, int exit) {
    }

    /** Starts, and ends at once. */
    @SpringBootConfiguration(proxyBeanMethods = false)
    @ImportAutoConfiguration(PolyplugAutoConfiguration.class)
    static class Small {

        public static void main(String[] arguments) {
            SpringApplication.run(Small.class, arguments).close();
        }

    }

}
