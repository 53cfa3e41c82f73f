package io.polyplug.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import org.openjdk.jmh.Main;

/**
 * Runs all sections, or those that are named, prints the tables and draws the pictures of
 * what was measured; or runs JMH, if the system property {@code jmh.args} has arguments
 * for it. With the system property {@code benchmarks.smoke} the sections do just enough
 * to see that they work.
 */
public final class ShortRun {

    private static final String ONE_SECTION = "--section";

    private final Effort effort;

    private final Figures figures = new Figures();

    ShortRun(Effort effort) {
        this.effort = effort;
    }

    /**
     * Runs.
     * @param args names of sections, separated by commas; none means all
     * @throws Exception if a section fails
     */
    public static void main(String[] args) throws Exception {
        if (args.length == 2 && args[0].equals(ONE_SECTION)) {
            Section.valueOf(args[1]).run(new Report());
            return;
        }
        String jmh = System.getProperty("jmh.args", "").strip();
        if (!jmh.isEmpty()) {
            Main.main(jmh.split("\\s+", -1));
            return;
        }
        ShortRun run = new ShortRun(Effort.chosen());
        for (Section section : chosen(args)) {
            System.err.println("Measuring: " + section.key());
            for (int fork = 0; fork < run.effort.times(section.forks()); fork++) {
                run.runSection(section);
            }
        }
        if (run.effort == Effort.SMOKE) {
            run.figures.read(Report.NOTE + "This was a smoke run: its figures mean nothing.");
        }
        for (Path picture : Pictures.write(run.figures, pictures())) {
            System.err.println("Drawn: " + picture.normalize());
        }
        System.out.println(new Tables(run.figures, Machine.here(Stage.around())).toMarkdown());
    }

    private static Path pictures() {
        return Path.of(System.getProperty("benchmarks.pictures", "target/pictures"));
    }

    private static List<Section> chosen(String[] args) {
        String names = (args.length == 0) ? "" : args[0];
        if (names.isBlank()) {
            return List.of(Section.values());
        }
        return Arrays.stream(names.split(",", -1)).map((name) -> Section.of(name.strip())).toList();
    }

    /** Returns what was measured so far. */
    Figures figures() {
        return this.figures;
    }

    /** Runs a section in a JVM of its own, and reads what it tells. */
    void runSection(Section section) throws IOException, InterruptedException {
        Process process = ChildJvm.another(this.effort)
            .start(ProcessBuilder.Redirect.PIPE, ShortRun.class, ONE_SECTION, section.name());
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                this.figures.read(line);
            }
        }
        if (process.waitFor() != 0) {
            throw new IllegalStateException("Section " + section + " failed with " + process.exitValue());
        }
    }

}
