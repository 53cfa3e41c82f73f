package io.polyplug;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.openjdk.jcstress.infra.collectors.DiskReadCollector;
import org.openjdk.jcstress.infra.collectors.InProcessCollector;
import org.openjdk.jcstress.infra.collectors.TestResult;
import org.openjdk.jcstress.infra.grading.ReportUtils;

/**
 * One run of jcstress in a process of its own, on the JDK and the class path of the
 * calling one. What it prints goes to {@code console.txt} beside its report.
 */
final class JcstressRun {

    private final Path directory;

    JcstressRun(Path directory) {
        this.directory = directory;
    }

    /** Runs it; returns what it has seen, by the name of the test. */
    Map<String, TestResult> run(List<String> options) throws Exception {
        Files.createDirectories(this.directory);
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                        System.getProperty("java.class.path"), "org.openjdk.jcstress.Main", "-r", "report", "-v"));
        command.addAll(options);
        Path console = this.directory.resolve("console.txt").toAbsolutePath();
        Process process = new ProcessBuilder(command).directory(this.directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(console.toFile())
            .start();
        try {
            process.waitFor();
        }
        finally {
            process.destroy();
        }
        InProcessCollector seen = new InProcessCollector();
        DiskReadCollector reader = new DiskReadCollector(results(console).toString(), seen);
        reader.dump();
        reader.close();
        Map<String, TestResult> byName = new TreeMap<>();
        ReportUtils.mergedByName(seen.getTestResults()).forEach((result) -> byName.put(result.getName(), result));
        return byName;
    }

    private Path results(Path console) throws IOException {
        try (DirectoryStream<Path> found = Files.newDirectoryStream(this.directory, "jcstress-results-*.bin.gz")) {
            for (Path file : found) {
                return file;
            }
        }
        throw new IOException("jcstress has left no results; see " + console);
    }

}
