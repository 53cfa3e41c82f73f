package io.polyplug.autoconfigure;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Properties with names beyond ASCII, in an application that was started under
 * {@code LC_ALL=C}: the locale is named as the cause.
 */
@EnabledOnOs(OS.LINUX)
class LocaleTests {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = { "locations", "work-directory", "data-directory", "bundles.reload.path" })
    void localeIsNamedAsTheCause(String property) throws Exception {
        Path odd = Files.createDirectory(
                Path.of(URI.create(this.folder.toUri().toString().replaceAll("/$", "") + "/gr%C3%BC%C3%9F")));
        new BundleFolder(odd).with("reload-v1", ".");
        Path properties = Files.writeString(this.folder.resolve("odd.yml"), "polyplug." + property + ": \""
                + this.folder + "/gr\u00fc\u00df\"\npolyplug.work-directory: \"" + this.folder + "/work\"\n");
        if (property.equals("work-directory")) {
            Files.writeString(properties, Files.readString(properties).lines().findFirst().orElseThrow());
        }
        assertThat(start("C", properties)).contains("APPLICATION FAILED TO START", "polyplug." + property,
                "environment variable LC_ALL=C.UTF-8");
        assertThat(start("C.UTF-8", properties)).doesNotContain("APPLICATION FAILED TO START").endsWith("exit 0");
    }

    private String start(String locale, Path properties) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command
            .addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"),
                    FreshJvmTests.Small.class.getName(), "--polyplug.backend=" + ExpectedBackend.name(),
                    "--spring.main.web-application-type=none", "--spring.config.additional-location=" + properties));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"));
        builder.environment().put("LC_ALL", locale);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return output + "exit " + process.waitFor();
    }

}
