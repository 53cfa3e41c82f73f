package io.polyplug.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Runs programs one after the other, with one time limit for all of them.
 */
final class Tool {

    /** Nothing that asks or paints, and a network that answers soon or never. */
    private static final Map<String, String> SETTINGS = Map.of("CARGO_TERM_COLOR", "never", "CARGO_NET_RETRY", "1",
            "CARGO_HTTP_TIMEOUT", "20", "CARGO_INCREMENTAL", "0", "CARGO_PROFILE_DEV_DEBUG", "0");

    private static final List<String> FOREIGN_SETTINGS = List.of("CARGO_BUILD_TARGET", "CARGO_TARGET_DIR");

    private final Path folder;

    private final long deadline;

    Tool(Path folder, Duration limit) {
        this.folder = folder;
        this.deadline = System.nanoTime() + limit.toNanos();
    }

    /**
     * Runs a program in the folder and waits for its end.
     * @throws IOException if there is no such program
     */
    Run run(List<String> command) throws IOException {
        Path output = Files.createTempFile(this.folder, "output-", ".txt");
        try {
            ProcessBuilder builder = new ProcessBuilder(command).directory(this.folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
            builder.environment().keySet().removeAll(FOREIGN_SETTINGS);
            builder.environment().putAll(SETTINGS);
            Process process = builder.start();
            boolean ended = ended(process);
            return new Run(String.join(" ", command), ended ? process.exitValue() : -1, Files.readString(output));
        }
        finally {
            Files.delete(output);
        }
    }

    private boolean ended(Process process) {
        try {
            if (process.waitFor(Math.max(0, this.deadline - System.nanoTime()), TimeUnit.NANOSECONDS)) {
                return true;
            }
        }
        catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
        }
        List<ProcessHandle> family = new ArrayList<>(process.descendants().toList());
        family.add(process.toHandle());
        family.forEach(ProcessHandle::destroyForcibly);
        family.forEach((each) -> each.onExit().orTimeout(60, TimeUnit.SECONDS).exceptionally((ex) -> each).join());
        return false;
    }

    /**
     * How a program ended.
     *
     * @param command what was run
     * @param code its exit code, -1 when it was ended because the time was up
     * @param output all that it printed
     */
    record Run(String command, int code, String output) {

        boolean succeeded() {
            return this.code == 0;
        }

        /** Returns what it printed last, in one line. */
        String lastWords() {
            List<String> lines = this.output.lines().map(String::strip).filter((line) -> !line.isEmpty()).toList();
            String words = String.join("; ", lines.subList(Math.max(0, lines.size() - 4), lines.size()));
            return (this.code == -1) ? "the time was up. " + words : words;
        }

    }

}
