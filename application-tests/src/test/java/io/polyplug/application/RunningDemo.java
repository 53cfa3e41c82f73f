package io.polyplug.application;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The application while it runs.
 */
final class RunningDemo implements AutoCloseable {

    private static final Pattern STARTED = Pattern.compile("Tomcat started on port (\\d+)");

    private static final Pattern READY = Pattern.compile("Started \\w*Application in ");

    /**
     * What makes a start cheap. A cache of compiled code is made and used as documented.
     */
    private static final List<String> SHORT_LIFE = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

    private final Process process;

    private final StringBuilder log = new StringBuilder();

    private final BufferedReader output;

    private int port;

    private RunningDemo(Process process) {
        this.process = process;
        this.output = process.inputReader(StandardCharsets.UTF_8);
    }

    /**
     * Starts a command that runs the application, and waits until it serves.
     * @param directory where the bundles are looked for
     * @param command as the documentation says it, with {@code java} and {@code app.jar}
     * @param jar what stands for {@code app.jar}
     */
    static RunningDemo start(Path directory, List<String> command, Path jar) throws IOException {
        return start(directory, withJava(command, jar, "--server.port=0"));
    }

    /**
     * Starts a command that runs an application on a free port, and waits until it
     * serves.
     */
    static RunningDemo start(Path directory, List<String> command) throws IOException {
        RunningDemo demo = new RunningDemo(Command.start(directory, command));
        try {
            demo.awaitReady();
            return demo;
        }
        catch (IOException | RuntimeException | Error ex) {
            demo.process.destroyForcibly();
            throw ex;
        }
    }

    /**
     * Returns a command of the documentation as it can be run here.
     */
    static List<String> withJava(List<String> command, Path jar, String... arguments) {
        List<String> words = new ArrayList<>(command);
        words.replaceAll(
                (word) -> word.equals("java") ? Path.of(System.getProperty("java.home"), "bin", "java").toString()
                        : word.equals("app.jar") ? jar.toString() : word);
        if (words.stream().noneMatch((word) -> word.startsWith("-XX:AOT"))) {
            words.addAll(1, SHORT_LIFE);
        }
        words.addAll(List.of(arguments));
        return words;
    }

    private void awaitReady() throws IOException {
        for (String line = this.output.readLine(); line != null; line = this.output.readLine()) {
            this.log.append(line).append("\n");
            Matcher started = STARTED.matcher(line);
            if (started.find()) {
                this.port = Integer.parseInt(started.group(1));
            }
            if (READY.matcher(line).find()) {
                drain();
                return;
            }
        }
        throw new AssertionError("The application did not start:\n" + this.log);
    }

    /** What is not read would hold the application up one day. */
    private void drain() {
        Thread reader = new Thread(() -> this.output.lines().forEach((line) -> {
            synchronized (this.log) {
                this.log.append(line).append("\n");
            }
        }), "log of the application");
        reader.setDaemon(true);
        reader.start();
    }

    String log() {
        synchronized (this.log) {
            return this.log.toString();
        }
    }

    String get(String path) throws IOException {
        return answer(connection(path));
    }

    /**
     * Says what a {@code curl} command of the documentation says.
     */
    String curl(List<String> command) throws IOException {
        String url = command.get(command.size() - 1);
        HttpURLConnection connection = connection(url.substring(url.indexOf('/')));
        if (command.contains("-X")) {
            connection.setRequestMethod(behind(command, "-X"));
            String[] header = behind(command, "-H").split(": ?");
            connection.setRequestProperty(header[0], header[1]);
            connection.setDoOutput(true);
            connection.getOutputStream().write(behind(command, "-d").getBytes(StandardCharsets.UTF_8));
        }
        return answer(connection);
    }

    private static String behind(List<String> command, String option) {
        return command.get(command.indexOf(option) + 1);
    }

    private HttpURLConnection connection(String path) throws IOException {
        return (HttpURLConnection) URI.create("http://localhost:" + this.port + path).toURL().openConnection();
    }

    private String answer(HttpURLConnection connection) throws IOException {
        try (var body = (connection.getResponseCode() < 400) ? connection.getInputStream()
                : connection.getErrorStream()) {
            return connection.getResponseCode() + " " + new String(body.readAllBytes(), StandardCharsets.UTF_8);
        }
        catch (UncheckedIOException ex) {
            throw new AssertionError(log(), ex);
        }
    }

    /**
     * Ends the application as an operator does, with what it has started. The process
     * itself would close what is read of it.
     */
    @Override
    public void close() {
        List<ProcessHandle> children = this.process.descendants().toList();
        this.process.toHandle().destroy();
        children.forEach((child) -> child.onExit().join());
        this.process.onExit().join();
    }

}
