package io.polyplug.fleet.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A process that a test starts and ends, with its output in a file.
 */
record ChildProcess(Process process, Path output) implements AutoCloseable {

    private static final int PATIENCE = 60;

    static ChildProcess start(Path output, Map<String, String> environment, List<String> command) {
        try {
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
            builder.environment().putAll(environment);
            return new ChildProcess(builder.start(), output);
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    static ChildProcess java(Path output, String main, List<String> arguments) {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx192m",
                        "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED"));
        if (Runtime.version().feature() < 22) {
            command.remove(command.size() - 1);
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main));
        command.addAll(arguments);
        return start(output, Map.of(), command);
    }

    /** Sends a signal, as `kill` does. */
    void signal(String name) {
        ChildProcess kill = start(this.output, Map.of(),
                List.of("kill", "-" + name, Long.toString(this.process.pid())));
        kill.await();
    }

    int await() {
        try {
            if (!this.process.waitFor(PATIENCE, TimeUnit.SECONDS)) {
                throw new IllegalStateException("A process does not end: " + told());
            }
            return this.process.exitValue();
        }
        catch (InterruptedException ex) {
            throw new IllegalStateException(ex);
        }
    }

    String told() {
        try {
            return Files.readString(this.output);
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    @Override
    public void close() {
        this.process.descendants().forEach(ProcessHandle::destroyForcibly);
        this.process.destroyForcibly();
        await();
    }

}
