package io.polyplug.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.polyplug.interop.Guest.Refused;
import io.polyplug.interop.Guest.Serves;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One bundle in each language, built with what the table of
 * {@code docs/languages-of-guests.md} says, is loaded, called, reloaded and unloaded in a
 * JVM of its own, which lives on and is well.
 */
class LanguageTests {

    private static final Duration LONGEST = Duration.ofMinutes(4);

    /**
     * The simpler compiler keeps checking for null by signal; the other one gives that up
     * once it was null.
     */
    private static final List<String> OPTIONS = List.of("-XX:TieredStopAtLevel=1", "-XX:CICompilerCount=1",
            "-XX:+UseSerialGC", "-XX:-CreateCoredumpOnCrash", "--enable-native-access=ALL-UNNAMED",
            "-Dpolyplug.test.level=WARN");

    private static final String BACKEND = System.getProperty("polyplug.test.backend",
            (Runtime.version().feature() >= 25) ? "ffm" : "jna");

    private final LanguageWorkshop workshop = new LanguageWorkshop();

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void bundleIsServedOrRefusedAndTheJvmIsWell(Guest guest, TestReporter reporter) throws IOException {
        this.workshop.require(guest);
        Path first = this.workshop.bundle(guest, LanguageProbe.FIRST);
        Path second = this.workshop.bundle(guest, LanguageProbe.FIRST + 1);
        Tool.Run run = probe(guest, first, second);
        Map<String, String> seen = observations(run);
        reporter.publishEntry(guest.name(), seen + " exit " + run.code());
        assertThat(run.code()).as("%s ends well:\n%s", guest, run.output()).isZero();
        assertThat(seen).as(run.output()).containsEntry("ended", "well").containsEntry("blocked", "as before");
        if (guest.fate() instanceof Refused refused) {
            assertThat(seen.get("refused")).as(run.output()).contains(refused.words());
        }
        else if (guest.fate() instanceof Serves serves) {
            requireServed(serves, seen, run.output());
        }
    }

    private static void requireServed(Serves serves, Map<String, String> seen, String output) {
        assertThat(seen).as(output)
            .containsEntry("called", String.valueOf(LanguageProbe.THREADS))
            .containsEntry("reloads", String.valueOf(serves.reloads()))
            .containsEntry("mapped", String.valueOf(serves.mapped()))
            .containsEntry("closed-but-mapped", String.valueOf(serves.mapped()));
        assertThat(seen.get("left")).as(output).doesNotContain("in nothing");
        if (!serves.handlers()) {
            assertThat(seen).as(output).containsEntry("handlers", "[]").containsEntry("left", "[]");
        }
    }

    private Tool.Run probe(Guest guest, Path first, Path second) throws IOException {
        Path folder = this.workshop.folder().resolve("run-" + guest.name().toLowerCase());
        LanguageWorkshop.delete(folder);
        Files.createDirectories(folder);
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(OPTIONS);
        command.addAll(List.of("-XX:ErrorFile=" + folder.resolve("crash.txt"), "-cp",
                System.getProperty("java.class.path"), LanguageProbe.class.getName(), BACKEND, folder.toString(),
                first.toString(), second.toString()));
        return new Tool(folder, LONGEST).run(command);
    }

    /**
     * Returns what the probe has told, in its order; of several with one key the last.
     */
    private static Map<String, String> observations(Tool.Run run) {
        Map<String, String> seen = new LinkedHashMap<>();
        run.output().lines().filter((line) -> line.startsWith(LanguageProbe.MARK)).forEach((line) -> {
            String[] parts = line.substring(LanguageProbe.MARK.length()).split(": ", 2);
            seen.put(parts[0], parts[1]);
        });
        return seen;
    }

}
